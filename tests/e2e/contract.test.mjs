// The protos follow buf's rules, with the exceptions that proto/buf.yaml gives reasons for; and the public ones import nothing that a
// client would have to fetch elsewhere.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {contract} from './api.mjs';
import {sourceDir} from './harness.mjs';

test('buf lint', () => {
  const buf = path.join(sourceDir, 'node_modules/.bin/buf');
  const {status, stdout, stderr} = spawnSync(buf, ['lint', 'proto'], {cwd: sourceDir, encoding: 'utf8'});
  assert.equal(status, 0, stdout + stderr);
});

test('the public protos import google/protobuf and each other alone', () => {
  const folder = path.join(sourceDir, 'proto/socialekaart/v1');
  for (const name of readdirSync(folder)) {
    for (const [, imported] of readFileSync(path.join(folder, name), 'utf8').matchAll(/^import .*"(.*)";/gm)) {
      assert.match(imported, /^(google\/protobuf|socialekaart\/v1)\//, name);
    }
  }
});

test('every service says what it is for', () => {
  const folder = path.join(sourceDir, 'proto/socialekaart/v1');
  for (const name of readdirSync(folder).filter((one) => one.endsWith('_service.proto'))) {
    const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
    for (const [i, line] of lines.entries()) if (/^service /.test(line)) assert.match(lines[i - 1], /^\/\/ /, `${name}: ${line}`);
  }
});

test('every method of the contract is called by a test', () => {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const sources = readdirSync(folder).filter((name) => name.endsWith('.mjs') && name !== 'contract.test.mjs');
  const text = sources.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  for (const method of contract()) {
    const [, name] = method.split('.');
    // The methods of the three kinds of record are called by a pattern: Create${Kind}, List${Plural}.
    const pattern = name.replace(/(Service|Organization|Location)(s?)$/, (_, _kind, plural) => (plural ? '${Plural}' : '${Kind}'));
    assert.ok(text.includes(`.${name}(`) || text.includes(`\`${pattern}\``), method);
  }
});
