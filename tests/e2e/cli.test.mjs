// The command line against a real server: what a practice worker types, and what a script gets.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {binDir, sampleFile, secrets, sharedData, sleep, startServer, temporaryFolder} from './harness.mjs';
import {hsdsService, json, ndjson} from './records.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

// Runs the command; `input` goes to its standard input.
function run(args, {input = '', address = server.address} = {}) {
  const child = spawn(path.join(binDir, 'socialekaart'), args, {env: {...process.env, SOCIALEKAART_SERVER: address, LC_ALL: 'C'}});
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  child.stdin.on('error', () => {}); // a command that reads nothing may be gone already
  child.stdin.end(input);
  return Object.assign(new Promise((resolve) => child.on('close', (code) => resolve({code, out, err}))), {child});
}

async function ok(args, options) {
  const {code, out, err} = await run(args, options);
  assert.equal(code, 0, `${args.join(' ')}: ${err}`);
  return out;
}

async function ends(code, args, pattern, options) {
  const ended = await run(args, options);
  assert.equal(ended.code, code, `${args.join(' ')}: ${ended.out}${ended.err}`);
  if (pattern) assert.match(ended.out + ended.err, pattern);
  return ended;
}

const question = ['match', 'jongen 8 jaar, sinds scheiding boos op school', '--place', 'Eibergen', '--role', 'poh-jeugd'];

test('import: the sample region, as scripts/serve does it, and twice', async () => {
  const load = ['import', '--format', 'hsds', '--source', 'sample', sampleFile, '--json'];
  const first = json(await ok(load));
  const report = first.report ?? first;
  assert.ok(Number(report.created) >= 250, JSON.stringify(report));
  const second = json(await ok(load));
  assert.equal(Number((second.report ?? second).created ?? 0), 0);
  await server.settled();
});

test('match: the question of the issue', async () => {
  const text = await ok(question);
  for (const word of ['Vrij toegankelijk', 'Voormekaar']) assert.ok(text.includes(word), `${word}: ${text}`);
  const answer = json(await ok([...question, '--json']));
  assert.equal(answer.level, 'HELP_LEVEL_COMMUNITY');
  assert.ok(answer.ladder.find(({level}) => level === 'HELP_LEVEL_COMMUNITY').suggestions.length > 0);
});

test('match: a red flag stands on top', async () => {
  const text = await ok(['match', 'meisje 15 jaar wil dood', '--place', 'Eibergen']);
  assert.ok(text.includes('113'), text);
  assert.ok(text.indexOf('113') < text.indexOf('Vrij toegankelijk'), text);
});

test('match: a BSN is refused before it is sent', async () => {
  const {err} = await ends(7, ['match', 'BSN 111222333 boos']);
  assert.ok(!err.includes('111222333'));
});

test('search: rows for a script, and 1 when there is nothing', async () => {
  const rows = (await ok(['search', 'scheiding', 'boos', '--place', 'Eibergen', '--age', '8'])).trimEnd().split('\n');
  assert.ok(rows.length > 1);
  for (const row of rows) assert.match(row.split('\t')[0], /^services\/[0-9a-f-]{36}$/);
  await ends(1, ['search', 'qqqzzzwoord']);
  assert.deepEqual(json((await ends(1, ['search', 'qqqzzzwoord', '--json'])).out).results, []);
});

test('get, list, place, suggest', async () => {
  const name = (await ok(['list'])).split('\t')[0];
  assert.ok((await ok(['get', name])).length > 20);
  assert.equal(json(await ok(['get', name, '--json'])).name, name);
  await ends(3, ['get', 'services/00000000-0000-4000-8000-000000000000']);
  assert.match(await ok(['place', '7151 AB']), /Berkelland/);
  assert.match(await ok(['place', 'Hengelo']), /Hengelo[^]*Hengelo/);
  await ends(3, ['place', 'Nergenshuizen']);
  assert.match(await ok(['suggest', 'sch']), /scheid/i);
});

test('export, then import into another server, gives the same export', async () => {
  const exported = await ok(['export']);
  for (const secret of secrets) assert.ok(!exported.includes(secret));
  const other = await startServer();
  try {
    await ok(['import', '--format', 'hsds', '--source', 'kopie', '-'], {input: exported, address: other.address});
    assert.deepEqual((await ok(['export'], {address: other.address})).split('\n').sort(), exported.split('\n').sort());
  } finally {
    await other.stop();
  }
});

test('import: rejected records end with 5, and say what to do', async () => {
  const file = path.join(temporaryFolder(), 'fout.ndjson');
  writeFileSync(file, ndjson([hsdsService({name: undefined}), hsdsService()]));
  await ends(5, ['import', '--format', 'hsds', '--source', 'fout', file], /name/);
  await ends(2, ['import', '--format', 'zweverij', file]);
  const missing = await run(['import', '--format', 'hsds', `${file}.weg`]);
  assert.ok(missing.code !== 0 && missing.err.includes('weg'), missing.err);
});

test('import: a folder of CSV tables', async (t) => {
  const folder = sharedData('hsds/hsds-3.1-dev/examples/csv');
  const {code, out, err} = await run(['import', '--format', 'hsds', '--source', 'csv', folder, '--json']);
  if (/no such|not found|cannot/i.test(err) && code !== 0) return t.skip(`no files at ${folder}`);
  assert.ok([0, 5].includes(code), err);
  const report = json(out).report ?? json(out);
  assert.equal(Number(report.created), 1);
});

test('watch: what is there, and what comes', async () => {
  const rows = (await ok(['watch'])).trimEnd().split('\n');
  assert.ok(rows.length > 250);
  const last = rows.at(-1).split('\t')[0];
  const following = run(['watch', '--follow', '--from', last]);
  await sleep(300);
  const {name} = await server.directory.CreateOrganization({organization: {display_name: 'Net gemaakt', description: 'x'}});
  await sleep(700);
  following.child.kill('SIGINT');
  const {code, out} = await following;
  assert.equal(code, 130);
  assert.ok(out.includes(name), out);
});

test('doctor: says that all is well', async () => {
  await server.settled();
  await ok(['doctor']);
});

test('a server that is away ends with 4, and the way to start it', async () => {
  for (const args of [question, ['search', 'x'], ['list'], ['doctor'], ['import', '--format', 'hsds', sampleFile], ['export'], ['watch']]) {
    await ends(4, args, /scripts\/serve|--server/, {address: '127.0.0.1:1'});
  }
});

test('words that are wrong end with 2', async () => {
  for (const args of [
    ['zweven'],
    ['search', '--age', 'acht'],
    ['match', 'x', '--role', 'tovenaar'],
    ['search', '--radius', '10km'],
    ['match', 'x', '--rating', 'risk=9'],
  ]) {
    await ends(2, args);
  }
});
