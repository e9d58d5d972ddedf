// Real servers on free ports of this machine, each with a data folder of its own, and clients made from the protos as they stand.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {setTimeout as sleep} from 'node:timers/promises';
import {connect} from './api.mjs';

export {sleep};
export const sourceDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binDir = process.env.SOCIALEKAART_BIN_DIR ?? path.join(sourceDir, 'build/dev/bin');
export const sampleFile = path.join(sourceDir, 'data/sample/services.ndjson');

// What must never leave the server: the addresses of the sample's confidential locations.
export const secrets = ['Geheimadresstraat', 'Geheime opvanglocatie'];

// Real files that nobody here wrote; undefined when this machine has none.
export function sharedData(name) {
  return path.join(process.env.SOCIALEKAART_SHARED_DATA ?? path.join(sourceDir, '../shared/data'), name);
}

const folders = new Set();
const running = new Set();
process.on('exit', () => {
  for (const server of running) server.process.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'socialekaart-e2e-'));
  folders.add(folder);
  return folder;
}

// Runs the server and does not wait for anything: its flags are `args` alone.
export function spawnServer(args, options = {}) {
  const child = spawn(path.join(binDir, 'socialekaartd'), args, {...options, stdio: ['ignore', 'pipe', 'pipe']});
  const server = new Server(child);
  running.add(server);
  return server;
}

// Runs the server and waits until it listens.
export async function startServer({dataDir = temporaryFolder(), args = []} = {}) {
  const server = spawnServer(['--data-dir', dataDir, '--listen', '127.0.0.1:0', '--data-files', path.join(sourceDir, 'data'), ...(args.includes('--http-listen') ? [] : ['--http-listen', '127.0.0.1:0']), ...args]);
  server.dataDir = dataDir;
  await server.listening();
  return server;
}

class Server {
  constructor(child) {
    this.process = child;
    this.pid = child.pid;
    this.out = '';
    this.err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (this.out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.err += text));
    this.exited = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        running.delete(this);
        this.ended = {code, signal};
        resolve(this.ended);
      });
      child.on('error', (error) => {
        this.err += String(error);
        running.delete(this);
        this.ended = {code: -1, signal: null};
        resolve(this.ended);
      });
    });
  }

  async listening(timeoutMs = 60_000) {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      const found = /^listening on (\S+)$/m.exec(this.out);
      if (found) {
        this.address = found[1];
        this.http = /^page on (\S+)\/$/m.exec(this.out)?.[1]; // "http://127.0.0.1:8080"; it is printed before
        Object.assign(this, connect(this.address));
        return this;
      }
      if (this.ended) throw new Error(`the server ended with ${JSON.stringify(this.ended)}: ${this.err}`);
      await sleep(10);
    }
    throw new Error(`the server does not listen after ${timeoutMs} ms: ${this.err}`);
  }

  // The log: one JSON object a line.
  log() {
    return this.err
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  async stop() {
    this.close?.();
    if (!this.ended) this.process.kill('SIGTERM');
    const ended = await this.exited;
    assert.deepEqual(ended, {code: 0, signal: null}, `after SIGTERM; its log: ${this.err.slice(-2000)}`);
    return this;
  }

  // As the power does.
  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
    this.close?.();
  }

  // In MiB. `peak` is what it was at most.
  memory() {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const mib = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
    return {now: mib('VmRSS'), peak: mib('VmHWM')};
  }

  // Waits until the index is ready and holds what the store holds.
  async settled(timeoutMs = 60_000) {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const check = await this.directory.CheckIndex({}).catch((error) => ({error}));
      if (check.consistent && check.state === 'ready' && check.index_revision >= check.store_revision) return check;
      if (Date.now() > until) assert.fail(`the index did not settle: ${JSON.stringify(check)} ${check.error ?? ''}`);
      await sleep(50);
    }
  }

  // Imports files ({name, data}) and answers the report.
  async importFiles(options, files, {chunkSize = 200_000} = {}) {
    const {call, response} = this.directory.ImportServices();
    response.catch(() => {}); // the write below may fail first; the caller still sees this one
    const write = (message) =>
      new Promise((resolve) => {
        if (call.write(message)) resolve();
        else {
          call.once('drain', resolve);
          response.then(resolve, resolve); // a server that refused reads no more
        }
      });
    await write({options});
    for (const {name, data} of files) {
      await write({file: {display_name: name}});
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data);
      for (let at = 0; at < bytes.length; at += chunkSize) await write({data: bytes.subarray(at, at + chunkSize)});
    }
    call.end();
    return (await response).report;
  }

  importSample(options = {}) {
    return this.importFiles({format: 'IMPORT_FORMAT_HSDS', source: 'sample', ...options}, [
      {name: 'services.ndjson', data: readFileSync(sampleFile)},
    ]);
  }

  // Every record of a collection: listAll('ListServices', 'services').
  async listAll(method, plural, request = {}) {
    const records = [];
    for (let page_token = ''; ;) {
      const page = await this.directory[method]({page_size: 1000, page_token, ...request});
      records.push(...page[plural]);
      page_token = page.next_page_token;
      if (page_token === '') return records;
    }
  }

  async exportAll(source = '') {
    return (await this.directory.ExportServices({source})).map((line) => line.hsds_json);
  }
}

// Asserts that a call fails with a code and a reason, and answers the error.
export async function fails(promise, code, reason) {
  const error = await promise.then(
    (response) => assert.fail(`expected ${code} ${reason ?? ''}, got ${JSON.stringify(response).slice(0, 500)}`),
    (caught) => caught,
  );
  assert.equal(error.codeName, code, `${error.message} (${error.reason})`);
  if (reason !== undefined) assert.equal(error.reason, reason, error.message);
  return error;
}
