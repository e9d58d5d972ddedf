// Starting and stopping: what is refused, what is repaired, and what the server says meanwhile.
import assert from 'node:assert/strict';
import {chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {fails, sleep, sourceDir, spawnServer, startServer, temporaryFolder} from './harness.mjs';
import {hsdsService, ndjson, service} from './records.mjs';

const dataFiles = path.join(sourceDir, 'data');
const flags = (dataDir, ...more) => ['--data-dir', dataDir, '--listen', '127.0.0.1:0', '--data-files', dataFiles, '--http-listen', '127.0.0.1:0', ...more];

// The server must end by itself, not well, and say why on stderr.
async function refuses(args, pattern, code = 1, options = {}) {
  const server = spawnServer(args, options);
  const late = setTimeout(() => server.process.kill('SIGKILL'), 30_000);
  const ended = await server.exited;
  clearTimeout(late);
  assert.deepEqual(ended, {code, signal: null}, server.err);
  assert.match(server.err, pattern);
  assert.doesNotMatch(server.out, /listening/);
  return server;
}

// A folder with the sample in it, its server stopped in good order.
let filled;
async function filledFolder() {
  if (!filled) {
    const server = await startServer();
    await server.importSample();
    await server.settled();
    await server.stop();
    filled = server.dataDir;
  }
  const copy = path.join(temporaryFolder(), 'data');
  cpSync(filled, copy, {recursive: true});
  return copy;
}

const filesIn = (folder) =>
  readdirSync(folder, {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory() ? filesIn(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
  );
const bySize = (files) => files.sort((a, b) => statSync(b).size - statSync(a).size);

function flipBits(file, every = 4096) {
  const bytes = readFileSync(file);
  for (let at = 100 % bytes.length; at < bytes.length; at += every) bytes[at] ^= 0x10;
  writeFileSync(file, bytes);
}

test('what was stored is there after a restart', async () => {
  const dataDir = await filledFolder();
  const server = await startServer({dataDir});
  const check = await server.settled();
  assert.ok(check.store_services >= 250);
  assert.equal(check.index_services, check.store_services);
  assert.ok((await server.search.SearchServices({text: 'boos'})).results.length > 0);
  await server.stop();
});

test('an index that was stopped in good order is not built again', async () => {
  const server = await startServer({dataDir: await filledFolder()});
  await server.settled();
  await server.stop();
  assert.ok(!server.log().some(({state}) => state === 'rebuilding'), server.err);
});

test('a folder that another server has open is refused', async () => {
  const server = await startServer();
  await refuses(flags(server.dataDir), /in use|another|lock/i);
  await server.directory.CreateService({service: service()});
  await server.stop();
});

test('a port in use is refused', async () => {
  const server = await startServer();
  const args = flags(temporaryFolder());
  args[3] = server.address;
  await refuses(args, /listen/i);
  await server.stop();
});

test('a port in use for HTTP is refused, and nothing else keeps listening', async () => {
  const server = await startServer();
  const args = flags(temporaryFolder());
  args[args.indexOf('--http-listen') + 1] = new URL(server.http).host;
  await refuses(args, /listening for HTTP/);
  await server.stop();
});

test('without an address for HTTP there is none', async () => {
  const server = await startServer({args: ['--http-listen', '']});
  assert.equal(server.http, undefined);
  await server.stop();
});

test('a folder with other things in it is refused, and left as it is', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'vakantie.txt'), 'foto');
  await refuses(flags(folder), /not empty|no store/i);
  assert.deepEqual(readdirSync(folder), ['vakantie.txt']);
});

test('a folder that lost its store is refused: never an empty start', async () => {
  const dataDir = await filledFolder();
  rmSync(path.join(dataDir, 'store'), {recursive: true});
  await refuses(flags(dataDir), /store/i);
  mkdirSync(path.join(dataDir, 'store'));
  await refuses(flags(dataDir), /store/i);
});

test('a store without its list of files is refused, and nothing is thrown away', async () => {
  const dataDir = await filledFolder();
  const store = path.join(dataDir, 'store');
  rmSync(path.join(store, 'CURRENT'));
  const before = filesIn(store)
    .filter((file) => !/LOG/.test(file))
    .sort();
  await refuses(flags(dataDir), /store|CURRENT/i);
  for (const file of before) assert.ok(existsSync(file), `${file} is gone`);
  assert.ok(!existsSync(path.join(store, 'CURRENT')), 'a new store was made over the old one');
});

test('a damaged store is refused, not served', async () => {
  const dataDir = await filledFolder();
  const files = filesIn(path.join(dataDir, 'store'));
  const tables = files.filter((file) => /\.(sst|log)$/.test(file));
  assert.ok(tables.length > 0);
  const [largest] = bySize(tables);
  flipBits(largest, 512);
  const server = spawnServer(flags(dataDir));
  const ended = await Promise.race([server.exited, server.listening(30_000).then(() => undefined)]).catch(() => server.ended);
  if (ended) {
    assert.notEqual(ended.code, 0);
    assert.match(server.err, /damaged|corrupt|read|checksum/i);
    return;
  }
  // Damage that only reading shows: then it is said when it is read, and no record is made up.
  await fails(
    (async () => {
      const {services} = await server.directory.ListServices({page_size: 1000});
      if (services.length > 0) throw Object.assign(new Error(`${services.length} records came out of a damaged store`), {codeName: 'OK'});
    })(),
    'DATA_LOSS',
  );
  await server.kill();
});

test('a store that is newer than the program is refused', async () => {
  const server = await startServer();
  await server.stop();
  // The version stands under its own key in the write-ahead log of a new store: the last byte of its record. A record begins with a
  // checksum of its type and contents (RocksDB's log format), which is made anew.
  const wal = filesIn(path.join(server.dataDir, 'store')).find((file) => file.endsWith('.log') && statSync(file).size > 0);
  const bytes = readFileSync(wal);
  const length = bytes.readUInt16LE(4);
  const last = 7 + length - 1;
  assert.equal(String.fromCharCode(bytes[last]), '1', 'the format of this program');
  bytes[last] = '9'.charCodeAt(0);
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(6, 7 + length)), 0);
  writeFileSync(wal, bytes);
  await refuses(flags(server.dataDir), /newer/);
});

function maskedCrc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

test('a file where the folder should be, and a folder that cannot be made, are refused', async () => {
  const file = path.join(temporaryFolder(), 'bestand');
  writeFileSync(file, 'x');
  await refuses(flags(file), /folder|directory|bestand/i);
  await refuses(flags(path.join(file, 'dieper')), /folder|directory/i);
  await refuses(flags('/proc/nergens'), /folder|directory|permission|making/i);
});

test('a folder that may not be read, or not be written, is refused', async () => {
  // Root may do everything, so then the server runs as nobody.
  const options = process.getuid() === 0 ? {uid: 65534, gid: 65534} : {};
  for (const mode of [0o000, 0o555]) {
    const dataDir = await filledFolder();
    chmodSync(path.dirname(dataDir), 0o755);
    const store = path.join(dataDir, 'store');
    const files = filesIn(store);
    for (const file of files) chmodSync(file, mode & 0o444);
    chmodSync(store, mode);
    await refuses(flags(dataDir), /permission/i, 1, options);
    chmodSync(store, 0o755);
    assert.deepEqual(filesIn(store).sort(), files.sort(), 'something was made or thrown away');
  }
});

test('flags and settings that are wrong are refused, by name', async () => {
  const dataDir = temporaryFolder();
  for (const [args, pattern] of [
    [['--listen', 'nergens'], /listen/],
    [['--listen', '127.0.0.1:70000'], /listen/],
    [['--listen', '127.0.0.1:abc'], /listen/],
    [['--listen', '0.0.0.0:0'], /listen.*(loopback|allow)/s],
    [['--http-listen', '127.0.0.1:70000'], /http-listen/],
    [['--http-listen', '0.0.0.0:0'], /http-listen.*(loopback|allow)/s],
    [['--http-cors-origin', 'kaart.example.nl'], /http-cors-origin/],
    [['--http-cors-origin', 'https://kaart.example.nl/pad'], /http-cors-origin/],
    [['--http-host', 'Kaart:80'], /http-host/],
    [['--http-max-connections', '0'], /http-max-connections/],
    [['--http-max-body-kib', '5000'], /http-max-body-kib/],
    [['--http-head-seconds', '0'], /http-head-seconds/],
    [['--http-body-seconds', '-1'], /http-body-seconds/],
    [['--http-idle-seconds', '9999'], /http-idle-seconds/],
    [['--drain-seconds', '-1'], /drain-seconds/],
    [['--drain-seconds', 'veel'], /drain-seconds/],
    [['--data-dir', ''], /data-dir/],
    [['--data-files', dataDir], /data-files/],
    [['--zweven'], /zweven/],
    [['--config', path.join(dataDir, 'weg.ini')], /config/],
  ]) {
    const base = {'--data-dir': dataDir, '--listen': '127.0.0.1:0', '--http-listen': '127.0.0.1:0', '--data-files': dataFiles};
    delete base[args[0]];
    await refuses([...Object.entries(base).flat(), ...args], pattern, 2);
  }
  assert.deepEqual(readdirSync(dataDir), [], 'nothing was made');
});

test('settings come from a file, and flags win', async () => {
  const folder = temporaryFolder();
  const config = path.join(folder, 'server.ini');
  const dataDir = path.join(folder, 'data');
  writeFileSync(config, `# voorbeeld\ndata-dir = "${dataDir}"\nlisten = "nergens"\nhttp-listen = "127.0.0.1:0"\ndata-files = "${dataFiles}"\n`);
  const server = spawnServer(['--config', config, '--listen', '127.0.0.1:0']);
  await server.listening();
  await server.stop();
  assert.ok(existsSync(path.join(dataDir, 'store')));
  await refuses(['--config', config], /listen/, 2);
  writeFileSync(config, 'zweven = 3\n');
  await refuses(['--config', config, ...flags(dataDir)], /zweven/, 2);
});

test('data files that do not parse are refused, by name', async () => {
  const files = path.join(temporaryFolder(), 'data');
  cpSync(dataFiles, files, {recursive: true});
  writeFileSync(path.join(files, 'taxonomy.textproto'), 'levels { code: }');
  const args = flags(temporaryFolder());
  args[5] = files;
  await refuses(args, /taxonomy/);
});

// What happens to the index between two runs, and the server must notice by itself.
const damages = {
  deleted: (index) => rmSync(index, {recursive: true}),
  emptied: (index) => {
    rmSync(index, {recursive: true});
    mkdirSync(index);
  },
  'cut off': (index) => {
    const [largest] = bySize(filesIn(index));
    truncateSync(largest, Math.floor(statSync(largest).size / 2));
  },
  'cut to nothing': (index) => filesIn(index).forEach((file) => truncateSync(file, 0)),
  'bit-flipped': (index) => flipBits(bySize(filesIn(index))[0], 8192),
  'one bit flipped': (index) => {
    const [largest] = bySize(filesIn(index));
    flipBits(largest, statSync(largest).size);
  },
  'without one of its files': (index) => rmSync(bySize(filesIn(index))[1]),
  rubbish: (index) => filesIn(index).forEach((file) => writeFileSync(file, 'rommel')),
};
for (const [what, damage] of Object.entries(damages)) {
  test(`an index that is ${what} is noticed and built again`, async () => {
    const dataDir = await filledFolder();
    damage(path.join(dataDir, 'index'));
    const server = await startServer({dataDir});
    // Records are served at once, whatever the index does.
    assert.ok((await server.directory.ListServices({page_size: 10})).services.length === 10);
    const check = await server.settled();
    assert.deepEqual([check.missing, check.surplus, check.stale], [0, 0, 0]);
    assert.ok((await server.search.SearchServices({text: 'boos', place: {text: 'Eibergen'}})).results.length > 0);
    await server.stop();
    assert.ok(
      server.log().some(({event, state}) => event === 'index' && state === 'rebuilding'),
      `it was not noticed: ${server.err}`,
    );
  });
}

test('while the index is built, health says so and searches are told to wait', async (t) => {
  const dataDir = temporaryFolder();
  const first = await startServer({dataDir});
  if (!first.health) {
    await first.stop();
    return t.skip('package grpc-proto is not installed');
  }
  for (let i = 0; i < 12; ++i) await first.importSample({source: `veel-${i}`});
  await first.settled();
  await first.stop();
  rmSync(path.join(dataDir, 'index'), {recursive: true});

  const server = await startServer({dataDir});
  const status = async (name) => (await server.health.Check({service: `socialekaart.v1.${name}`})).status;
  const seen = [];
  for (const until = Date.now() + 60_000; ; await sleep(5)) {
    assert.ok(Date.now() < until, 'never SERVING');
    const search = await server.search.SearchServices({text: 'boos'}).catch((error) => error);
    const health = await status('SearchService');
    seen.push(health);
    if (search instanceof Error) {
      assert.deepEqual([search.codeName, search.reason], ['UNAVAILABLE', 'INDEX_REBUILDING'], search.message);
      assert.ok(search.retryDelay > 0);
    }
    assert.equal(await status('DirectoryService'), 'SERVING');
    assert.equal(await status('MatchService'), 'SERVING');
    if (health === 'NOT_SERVING') {
      const answer = await server.match.Match({question: 'wil dood', place: {text: 'Eibergen'}});
      assert.ok(answer.safety, 'a red flag waits for no index');
      if (answer.suggestions_unavailable)
        assert.ok(
          answer.ladder.every(({gap}) => !gap),
          'no gap is claimed',
        );
    }
    if (health === 'SERVING' && !(search instanceof Error)) break;
  }
  assert.ok(seen.includes('NOT_SERVING'), 'the build was over before anybody could see it');
  await server.settled();
  await server.stop();
});

test('SIGTERM lets running calls end, and takes no new ones', async () => {
  const server = await startServer();
  await server.importSample();
  const {call, response} = server.directory.ImportServices();
  call.write({options: {format: 'IMPORT_FORMAT_HSDS', source: 'laatste'}});
  call.write({file: {display_name: 'x.ndjson'}});
  const watching = fails(server.directory.WatchChanges({from_revision: 0, follow: true}), 'UNAVAILABLE', 'SHUTTING_DOWN');
  await sleep(300);
  server.process.kill('SIGTERM');
  await sleep(300);
  assert.equal(server.ended, undefined, 'it did not wait for the import');
  call.write({data: Buffer.from(ndjson([hsdsService({name: 'De laatste'})]))});
  call.end();
  assert.equal((await response).report.created, 1);
  await watching;
  assert.deepEqual(await server.exited, {code: 0, signal: null});
  assert.deepEqual(
    server
      .log()
      .slice(-1)
      .map(({event}) => event),
    ['stopped'],
  );
  server.close();
  const next = await startServer({dataDir: server.dataDir});
  await next.settled();
  assert.ok((await next.search.SearchServices({text: 'laatste'})).results.some((result) => result.service.display_name === 'De laatste'));
  await next.stop();
});

test('a call that does not end is cut off after the drain time', async () => {
  const server = await startServer({args: ['--drain-seconds', '1']});
  const {call, response} = server.directory.ImportServices();
  response.catch(() => {});
  call.write({options: {format: 'IMPORT_FORMAT_HSDS', source: 'hangt'}});
  await sleep(300);
  const started = Date.now();
  server.process.kill('SIGTERM');
  assert.deepEqual(await server.exited, {code: 0, signal: null});
  assert.ok(Date.now() - started < 6000);
  server.close();
});

test('SIGINT stops it in good order too', async () => {
  const server = await startServer();
  server.process.kill('SIGINT');
  assert.deepEqual(await server.exited, {code: 0, signal: null});
  server.close();
});

test('every line of the log is one JSON object', async () => {
  const server = await startServer({args: ['--verbose']});
  await server.search.SearchServices({});
  await server.stop();
  const events = server.log().map(({event}) => event);
  for (const event of ['listening', 'call', 'stopping', 'stopped']) assert.ok(events.includes(event), events.join(' '));
  const {address} = server.log().find(({event}) => event === 'listening');
  assert.equal(address, server.address);
});
