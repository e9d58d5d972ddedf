// Runs one file of tests, for ctest: `node run.mjs NAME.test.mjs`. Ends with 77 ("skipped") where this machine lacks what it needs.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const skipped = 77;
const here = path.dirname(fileURLToPath(import.meta.url));
const [name] = process.argv.slice(2);

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(skipped);
}

if (!existsSync(path.join(here, '../../node_modules/@grpc/grpc-js'))) skip('node_modules is missing: npm ci, or scripts/test');
if (name.startsWith('import_real')) {
  const {sharedData} = await import('./harness.mjs');
  if (!existsSync(sharedData('nl'))) skip(`no files at ${sharedData('')}: set SOCIALEKAART_SHARED_DATA to a folder with nl/ and hsds/`);
}
await import(path.join(here, name));
