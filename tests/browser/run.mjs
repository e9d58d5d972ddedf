// Runs one file of tests, for ctest: `node run.mjs NAME.test.mjs`. Ends with 77 ("skipped") where this machine lacks what it needs.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const [file] = process.argv.slice(2);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

if (!existsSync(path.join(here, '../../node_modules/playwright-core'))) skip('node_modules is missing: npm ci, or scripts/test');
if (!existsSync(process.env.SOCIALEKAART_CHROMIUM ?? '/usr/bin/chromium')) skip('chromium is missing: scripts/bootstrap --test');
await import(path.join(here, file));
