// HTTP: every method answers JSON as it answers gRPC, to a stock client of Connect too; the page is there; nothing leaks into the log.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {createFileRegistry, fromBinary, fromJson, toBinary, toJson} from '@bufbuild/protobuf';
import {FileDescriptorSetSchema} from '@bufbuild/protobuf/wkt';
import {Code, ConnectError, createClient} from '@connectrpc/connect';
import {createConnectTransport} from '@connectrpc/connect-node';
import {contract, definition} from './api.mjs';
import {sleep, sourceDir, startServer, temporaryFolder} from './harness.mjs';
import {location, organization, service} from './records.mjs';

let server;
let registry;
before(async () => {
  const file = path.join(temporaryFolder(), 'protos.binpb');
  execFileSync(path.join(sourceDir, 'node_modules/.bin/buf'), ['build', 'proto', '--as-file-descriptor-set', '-o', file], {cwd: sourceDir});
  registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(file)));
  server = await startServer({args: ['--verbose']});
  await server.importSample();
  await server.settled();
});
after(() => server.stop());

const clients = {DirectoryService: 'directory', SearchService: 'search', MatchService: 'match', PolicyService: 'policy'};
const overGrpc = (method, request) => {
  const [name, rpc] = method.split('.');
  return server[clients[name]][rpc](request);
};
const post = (target, body, type = 'application/json', headers = {}) =>
  fetch(`${server.http}${target}`, {method: 'POST', body, headers: {'Content-Type': type, ...headers}});
const schemas = (method) => {
  const [name, rpc] = method.split('.');
  const {input, output} = registry.getService(`socialekaart.v1.${name}`).methods.find((one) => one.name === rpc);
  return {input, output};
};

// One call over HTTP, the request and the answer as the gRPC client has them.
async function overHttp(method, request, codec) {
  const {path: target, requestSerialize, responseDeserialize} = definition(method);
  const {input, output} = schemas(method);
  const bytes = requestSerialize(request);
  const body = codec === 'json' ? JSON.stringify(toJson(input, fromBinary(input, bytes), {registry})) : bytes;
  const response = await post(target, body, `application/${codec}`);
  const answer = Buffer.from(await response.arrayBuffer());
  assert.equal(response.status, 200, `${method}: ${answer}`);
  assert.equal(response.headers.get('content-type'), `application/${codec}`);
  const message = codec === 'json' ? Buffer.from(toBinary(output, fromJson(output, JSON.parse(answer), {registry}))) : answer;
  return responseDeserialize(message);
}

// Without what differs from call to call: times of now.
const steady = (answer) => JSON.parse(JSON.stringify(answer, (key, value) => (/_time$|^etag$|^revision$/.test(key) ? undefined : value)));

test('every unary method answers the same over HTTP and gRPC', async () => {
  const [one] = (await server.directory.ListServices({page_size: 1})).services;
  const [{name: organizationName}] = (await server.directory.ListOrganizations({page_size: 1})).organizations;
  const [{name: locationName}] = (await server.directory.ListLocations({page_size: 1})).locations;
  const {override_reasons: reasons} = await server.policy.GetPolicy({});
  const eibergen = {text: 'Eibergen'};
  const override = {advised_level: 'HELP_LEVEL_COMMUNITY', chosen_level: 'HELP_LEVEL_BASIC_CARE', reason: reasons[0].code};
  const id = randomUUID();
  const requests = {
    'DirectoryService.GetService': {name: one.name},
    'DirectoryService.ListServices': {page_size: 7},
    'DirectoryService.CreateService': {service: service(), service_id: id, validate_only: true},
    'DirectoryService.UpdateService': {service: {name: one.name, display_name: 'Nieuwe naam'}, update_mask: {paths: ['display_name']}, validate_only: true},
    'DirectoryService.GetOrganization': {name: organizationName},
    'DirectoryService.ListOrganizations': {page_size: 7},
    'DirectoryService.CreateOrganization': {organization: organization(), organization_id: id, validate_only: true},
    'DirectoryService.UpdateOrganization': {organization: {name: organizationName, description: 'Anders'}, update_mask: {paths: ['description']}, validate_only: true},
    'DirectoryService.GetLocation': {name: locationName},
    'DirectoryService.ListLocations': {page_size: 7},
    'DirectoryService.CreateLocation': {location: location(), location_id: id, validate_only: true},
    'DirectoryService.UpdateLocation': {location: {name: locationName, display_name: 'Anders'}, update_mask: {paths: ['display_name']}, validate_only: true},
    'DirectoryService.CheckIndex': {},
    'DirectoryService.ReportIssue': {name: one.name, kind: 'KIND_WAITING_TIME', text: 'De wachttijd is korter.'},
    'DirectoryService.ListIssueReports': {page_size: 2},
    'DirectoryService.ReportIssue': {name: one.name, kind: 'KIND_CONTACT'},
    'DirectoryService.ListIssueReports': {},
    'SearchService.SearchServices': {text: 'scheiding boos', place: eibergen, age_years: 8, facets: ['level'], explain: true},
    'SearchService.SuggestTerms': {text: 'schei'},
    'SearchService.ResolvePlace': {place: eibergen},
    'SearchService.DescribeSupply': {place: eibergen},
    'SearchService.AnalyzeText': {text: 'scheidingskinderen'},
    'MatchService.Match': {question: 'jongen 8 jaar, sinds scheiding boos op school', place: eibergen, requester_role: 'REQUESTER_ROLE_POH_JEUGD'},
    'MatchService.FindLocalTeam': {place: eibergen},
    'MatchService.RecordOverride': override,
    'MatchService.CountOverrides': {},
    'PolicyService.GetPolicy': {},
    'PolicyService.CheckPolicy': {},
    'PolicyService.ReloadPolicy': {},
  };
  const tested = [...Object.keys(requests), ...['Service', 'Organization', 'Location'].map((kind) => `DirectoryService.Delete${kind}`)];
  const unary = contract().filter((method) => definition(method).isUnary);
  assert.deepEqual(unary.filter((method) => !tested.includes(method)), [], 'a method has no row in this table');
  for (const [method, request] of Object.entries(requests)) {
    const expected = steady(await overGrpc(method, request));
    for (const codec of ['json', 'proto']) assert.deepEqual(steady(await overHttp(method, request, codec)), expected, `${method} as ${codec}`);
  }
});

test('what is written over HTTP is there, and gone when it is deleted', async () => {
  for (const [Kind, make] of Object.entries({Service: service, Organization: organization, Location: location})) {
    const kind = Kind.toLowerCase();
    const created = await overHttp(`DirectoryService.Create${Kind}`, {[kind]: make({display_name: 'Over HTTP'})}, 'json');
    assert.equal((await server.directory[`Get${Kind}`]({name: created.name})).display_name, 'Over HTTP');
    const stale = await post(`/socialekaart.v1.DirectoryService/Delete${Kind}`, JSON.stringify({name: created.name, etag: 'oud'}));
    assert.equal(stale.status, 409);
    assert.equal((await stale.json()).code, 'aborted');
    await overHttp(`DirectoryService.Delete${Kind}`, {name: created.name, etag: created.etag}, 'json');
    const gone = await fetch(`${server.http}/v1/${created.name}`);
    assert.equal(gone.status, 404);
    assert.equal((await gone.json()).details[0].debug.reason, 'RECORD_DELETED');
  }
});

test('a stock client of Connect talks to it', async () => {
  for (const useBinaryFormat of [false, true]) {
    const transport = createConnectTransport({baseUrl: server.http, httpVersion: '1.1', useBinaryFormat});
    const search = createClient(registry.getService('socialekaart.v1.SearchService'), transport);
    const found = await search.searchServices({text: 'scheiding', pageSize: 3});
    assert.equal(found.results.length, 3);
    assert.equal(typeof found.totalSize, 'bigint');
    const match = createClient(registry.getService('socialekaart.v1.MatchService'), transport);
    const error = await match.match({ageYears: -1}, {timeoutMs: 5000}).then(assert.fail, ConnectError.from);
    assert.equal(error.code, Code.InvalidArgument);
    assert.deepEqual(error.details.map(({type}) => type), ['google.rpc.ErrorInfo', 'google.rpc.BadRequest']);
    const missing = createClient(registry.getService('socialekaart.v1.DirectoryService'), transport);
    await assert.rejects(missing.getService({name: `services/${randomUUID()}`}), {code: Code.NotFound});
  }
});

test('streams go by lines, both ways', async () => {
  const lines = async (response) => (await response.text()).trim().split('\n').map((line) => JSON.parse(line));
  const services = await lines(await post('/socialekaart.v1.DirectoryService/ExportServices', '{"source":"sample"}'));
  assert.deepEqual(services.map(({hsdsJson}) => hsdsJson), await server.exportAll('sample'));
  const cases = Array.from({length: 50}, (_, i) => ({id: String(i), request: {question: 'boos op school', ageYears: i % 18}}));
  const answers = await lines(await post('/socialekaart.v1.MatchService/MatchStream', cases.map((one) => JSON.stringify(one) + '\n').join(''), 'application/x-ndjson'));
  assert.deepEqual(answers.map(({id}) => id), cases.map(({id}) => id));
  const changes = await lines(await post('/socialekaart.v1.DirectoryService/WatchChanges', '{}'));
  assert.equal(new Set(changes.map(({revision}) => revision)).size, changes.length);
});

test('an import of 30 MB over HTTP needs no memory for it', async () => {
  const record = Buffer.from(`${JSON.stringify({id: randomUUID(), name: 'x', description: 'a'.repeat(3_000_000)})}\n`);
  const {peak: before} = server.memory();
  async function* body() {
    yield '{"options":{"format":"IMPORT_FORMAT_HSDS","source":"groot","dryRun":true}}\n{"file":{"displayName":"groot.ndjson"}}\n';
    for (let i = 0; i < 10; ++i) {
      for (let at = 0; at < record.length; at += 900_000) yield `{"data":"${record.subarray(at, at + 900_000).toString('base64')}"}\n`;
    }
  }
  const response = await fetch(`${server.http}/socialekaart.v1.DirectoryService/ImportServices`, {
    method: 'POST',
    body: body(),
    duplex: 'half',
    headers: {'Content-Type': 'application/x-ndjson'},
  });
  assert.equal(response.status, 200, await response.clone().text());
  assert.equal((await response.json()).report.rejected, '10');
  assert.ok(server.memory().peak - before < 100, `${server.memory().peak - before} MiB more`);
});

test('the page and all that it names is there', async () => {
  const response = await fetch(`${server.http}/`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self';/);
  const html = await response.text();
  assert.match(html, /<html lang="nl"/);
  const named = [...html.matchAll(/(?:src|href)="([^"#:]+)"/g)].map(([, target]) => target);
  assert.ok(named.length >= 2, html);
  for (const target of named) {
    assert.doesNotMatch(target, /^\//, 'works behind a path prefix');
    const asset = await fetch(`${server.http}/${target}`);
    assert.equal(asset.status, 200, target);
    if (target.startsWith('assets/')) assert.match(asset.headers.get('cache-control'), /immutable/, target);
    const etag = asset.headers.get('etag');
    assert.equal((await fetch(`${server.http}/${target}`, {headers: {'If-None-Match': etag}})).status, 304, target);
  }
});

test('the form of the page is answered without a script', async () => {
  const response = await post('/advies', new URLSearchParams({question: 'boos op school', age_years: '8', place: 'Eibergen'}).toString(), 'application/x-www-form-urlencoded');
  assert.equal(response.status, 200);
  const html = await response.text();
  assert.match(html, /<h1 class="advice__level">Advies: /);
  assert.match(html, /<form [^>]*action="advies"/);
  assert.doesNotMatch(html, /<script/);
});

test('says how it is doing', async () => {
  assert.equal(await (await fetch(`${server.http}/livez`)).text(), 'ok\n');
  assert.equal((await fetch(`${server.http}/readyz`)).status, 200);
  const metrics = await (await fetch(`${server.http}/metrics`)).text();
  assert.match(metrics, /^socialekaart_index_serving 1$/m);
  assert.match(metrics, /^socialekaart_http_requests_total\{method="GET",route="\/livez",status="200"\} \d+$/m);
});

test('a thousand connections that do nothing cost little, and others are served', async () => {
  const {hostname, port} = new URL(server.http);
  const {now: before} = server.memory();
  const sockets = await Promise.all(
    Array.from({length: 1000}, async () => {
      const socket = net.connect({host: hostname, port});
      await once(socket, 'connect');
      socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(socket, 'data');
      return socket;
    }),
  );
  const more = server.memory().now - before;
  assert.ok(more < 64, `${more} MiB more`);
  assert.equal((await post('/socialekaart.v1.SearchService/SearchServices', '{"text":"boos"}')).status, 200);
  assert.match(await (await fetch(`${server.http}/metrics`)).text(), /^socialekaart_http_connections 10\d\d$/m);
  for (const socket of sockets) socket.destroy();
});

test('the examples of README work as they are printed', async () => {
  const section = /\n## Over HTTP\n(.*?)\n## /s.exec(readFileSync(path.join(sourceDir, 'README.md'), 'utf8'))[1];
  const commands = section.split('\n    curl ').slice(1).map((text) => `curl ${text.split('\n\n')[0]}`);
  assert.ok(commands.length >= 3, section);
  for (const command of commands) {
    const here = command.replaceAll('localhost:8080', new URL(server.http).host);
    const answer = execFileSync('bash', ['-c', `set -o pipefail; ${here}`], {encoding: 'utf8', maxBuffer: 1 << 26, cwd: sourceDir, env: {...process.env, NO_PROXY: '*'}});
    assert.ok(answer.length > 1, command);
    assert.doesNotMatch(answer, /^\{"code":/, command);
  }
});

test('neither log nor metrics hold what was asked', async () => {
  const secret = 'zuurkoolgeheim';
  await fetch(`${server.http}/livez?${secret}=${secret}`);
  await fetch(`${server.http}/${secret}?${secret}`);
  await fetch(`${server.http}/v1/services/${secret}`);
  for (const body of [`{"question":"${secret}"}`, `{"${secret}":1}`, secret]) {
    await post('/socialekaart.v1.MatchService/Match', body, 'application/json', {'X-Request-Id': secret, 'User-Agent': secret, Referer: `http://${secret}/`});
  }
  await sleep(100);
  assert.ok(!server.err.includes(secret));
  assert.ok(!(await (await fetch(`${server.http}/metrics`)).text()).includes(secret));
  const calls = server.log().filter(({event, method}) => event === 'call' && method === 'Match');
  assert.match(calls.at(-1).request_id, /^[0-9a-f]{32}$/);
});
