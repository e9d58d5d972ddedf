// Whatever comes in: a clear status, the server stays up, and its memory stays bounded.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {connect as tcp} from 'node:net';
import {after, before, test} from 'node:test';
import {fails, sleep, startServer} from './harness.mjs';
import {attributes, hsdsService, json, ndjson, organization, service, welfare} from './records.mjs';

const MiB = 1024 * 1024;
const sanitized = process.env.SOCIALEKAART_SANITIZED === '1'; // its shadow memory is not the program's
const bound = sanitized ? 4096 : 400; // MiB that this file may make the server use

let server;
let directory;
before(async () => {
  server = await startServer();
  directory = server.directory;
  await server.importSample();
  await server.settled();
});
after(() => server.stop());

async function alive() {
  const {results} = await server.search.SearchServices({text: 'boos'});
  assert.ok(results.length > 0);
}

let serial = 0;
// A file between two good records: the good ones must come through whatever stands between.
async function between(bad, options = {}) {
  const source = `bad-${++serial}`;
  const [first, last] = [hsdsService({name: 'Ervoor'}), hsdsService({name: 'Erna'})];
  const data = Buffer.concat([Buffer.from(ndjson([first])), Buffer.from(bad), Buffer.from('\n'), Buffer.from(ndjson([last]))]);
  const report = await server.importFiles({format: 'IMPORT_FORMAT_HSDS', source, ...options}, [{name: 'bad.ndjson', data}]);
  const kept = (await server.exportAll(source)).map(json);
  for (const name of ['Ervoor', 'Erna'])
    assert.ok(
      kept.some((record) => record.name === name),
      `${name} is lost: ${JSON.stringify(report.findings)}`,
    );
  return {report, kept: kept.filter(({name}) => name !== 'Ervoor' && name !== 'Erna')};
}

const nested = (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
const record = (changes) => JSON.stringify(hsdsService(changes));

test('lines that are no record are rejected one by one', async () => {
  const rows = {
    'half an object': '{"id": "x", "name": ',
    'no JSON': 'dit is geen JSON',
    'a number': '42',
    'a list in a list': '[[[]]]',
    'an unknown escape': '{"name": "\\q"}',
    'a lone surrogate': '{"id": "x", "name": "\\ud800", "status": "active"}',
    'two objects in one line without space': '{}{}',
    'an unclosed text': '{"name": "open',
    'a number too large': `{"id": "${randomUUID()}", "name": "x", "status": "active", "minimum_age": 1e999}`,
    'a NUL byte': '{"name": "\0"}',
    'only NULs': '\0'.repeat(1000),
  };
  for (const [what, line] of Object.entries(rows)) {
    const {report, kept} = await between(line);
    assert.ok(report.rejected >= 1, `${what}: ${JSON.stringify(report)}`);
    assert.deepEqual(kept, [], what);
    assert.ok(
      report.findings.some(({severity, line: at}) => severity === 'SEVERITY_FATAL' && at === 2),
      `${what}: ${JSON.stringify(report.findings)}`,
    );
  }
  await alive();
});

test('bytes that are no UTF-8 are reported', async () => {
  const line = Buffer.from(record({name: 'Cr?che'}));
  line[line.indexOf('?')] = 0xe8; // windows-1252
  const {report} = await between(line);
  assert.ok(
    report.findings.some(({line: at}) => at === 2),
    JSON.stringify(report.findings),
  );
  for (const kept of await server.exportAll()) assert.ok(!kept.includes('\uFFFD'));
});

test('values of the wrong type are mended or rejected, never believed', async () => {
  const rows = [
    [{minimum_age: -4}, ({minimum_age}) => minimum_age === undefined],
    [{minimum_age: 'vier'}, ({minimum_age}) => minimum_age === undefined],
    [{maximum_age: 1e6}, ({maximum_age}) => maximum_age === undefined],
    [{email: false}, ({email}) => email === undefined],
    [{url: {}}, ({url}) => url === undefined],
    [{phones: 'geen lijst'}, ({phones}) => !phones?.length],
    [{phones: [[], 7, null]}, ({phones}) => !phones?.length],
    [
      {
        service_at_locations: [
          {id: randomUUID(), location: {id: randomUUID(), location_type: 'physical', latitude: 900, longitude: 'oost'}},
        ],
      },
      ({service_at_locations: [{location}]}) => location.latitude === undefined && location.longitude === undefined,
    ],
  ];
  for (const [changes, right] of rows) {
    const {report, kept} = await between(record(changes));
    assert.ok(
      report.findings.some(({line, rule, path, message}) => line === 2 && rule && path && message),
      `${JSON.stringify(changes)}: ${JSON.stringify(report.findings)}`,
    );
    for (const one of kept) assert.ok(right(one), `${JSON.stringify(changes)} became ${JSON.stringify(one)}`);
    assert.equal(kept.length + report.rejected, 1, JSON.stringify(changes));
  }
  for (const changes of [{name: 7}, {name: ''}, {name: null}, {status: 'open'}, {status: null}, {id: 'geen uuid'}, {id: null}]) {
    const {report, kept} = await between(record(changes));
    assert.ok(
      report.findings.some(({line}) => line === 2),
      JSON.stringify(changes),
    );
    assert.equal(kept.length + report.rejected, 1, JSON.stringify(changes));
  }
});

test('deep nesting does not break the stack', async () => {
  for (const depth of [100, 10_000, 400_000]) {
    const {report} = await between(nested(depth));
    assert.ok(report.rejected >= 1, String(depth));
    const inside = await between(record({x: 0}).replace('"x":0', `"x-diep":${nested(depth)}`));
    assert.ok(inside.report.rejected + inside.kept.length >= 1);
  }
  await between('['.repeat(500_000));
  await alive();
});

test('a line of 64 MiB is passed over without being held', async () => {
  const before = server.memory().peak;
  const text = 'x'.repeat(64 * MiB);
  for (const line of [`{"name": "${text}"}`, text]) {
    const {report} = await between(line);
    assert.ok(report.rejected >= 1);
  }
  const grown = server.memory().peak - before;
  if (!sanitized) assert.ok(grown < 100, `the server grew by ${grown} MiB`);
  await alive();
});

test('one huge JSON document of many records streams', async () => {
  const before = server.memory().peak;
  const filler = 'woord '.repeat(3000);
  const {report} = await (async () => {
    const source = 'huge';
    const records = Array.from({length: 2000}, (_, i) => hsdsService({name: `Groot ${i}`, description: filler}));
    return {report: await server.importFiles({format: 'IMPORT_FORMAT_HSDS', source}, [{name: 'huge.json', data: JSON.stringify(records)}])};
  })();
  assert.deepEqual([report.read, report.created], [2000, 2000], JSON.stringify(report.findings.slice(0, 2)));
  const grown = server.memory().peak - before;
  if (!sanitized) assert.ok(grown < 250, `the server grew by ${grown} MiB`);
});

test('other formats refuse what is none of them', async () => {
  const rubbish = {
    IMPORT_FORMAT_DUO_SCHOOLS: 'a;b;c\r\n1;2;3\r\n',
    IMPORT_FORMAT_SCHOOLS_GEOJSON: 'geen json',
    IMPORT_FORMAT_GEONAMES: 'NL\t\t\t\n',
    IMPORT_FORMAT_CBS_PC6: 'a,b,c\n',
    IMPORT_FORMAT_HSDS: 'name,description\nzonder,tabelnaam\n',
  };
  for (const [format, data] of Object.entries(rubbish)) {
    for (const bytes of [data, '', Buffer.alloc(100_000), Buffer.from(Array.from({length: 100_000}, (_, i) => (i * 7919) % 256))]) {
      const outcome = await server.importFiles({format}, [{name: 'x', data: bytes}]).catch((error) => error);
      if (outcome instanceof Error) assert.equal(outcome.codeName, 'INVALID_ARGUMENT', `${format}: ${outcome.message}`);
      else assert.equal(outcome.created + outcome.updated, 0, format);
    }
  }
  const {place} = await server.search.ResolvePlace({place: {text: 'Eibergen'}});
  assert.equal(place.municipalities[0].code, 'GM1859', 'the gazetteer is still there');
});

test('10,000 filters are refused, not searched', async () => {
  const many = (value) => Array.from({length: 10_000}, () => value);
  for (const filter of [{levels: many(2)}, {kinds: many('jgz')}, {problems: many('boos')}, {languages: many('ar')}]) {
    await fails(server.search.SearchServices({filter}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  }
  await fails(server.search.SearchServices({facets: many('kind')}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(server.match.Match({problem_codes: many('probleemdomein:boos')}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(server.match.Match({tried_levels: many(0)}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  const error = await fails(
    directory.UpdateService({service: {name: `services/${randomUUID()}`}, update_mask: {paths: many('x')}}),
    'INVALID_ARGUMENT',
    'FIELD_INVALID',
  );
  assert.ok(error.violations.length <= 100);
});

test('texts in the language of queries are only text', async () => {
  for (const text of [
    '"',
    '"open',
    '((((',
    'AND OR NOT',
    'a* b*',
    '*',
    '+-~',
    'XT:boos',
    'S:geheim',
    '\u0000',
    '\u202e',
    '👶'.repeat(200),
    'a '.repeat(500),
    "'; DROP TABLE services; --",
    '%s%n',
    'a'.repeat(1000),
  ]) {
    const answer = await server.search.SearchServices({text, place: {text: 'Eibergen'}}).catch((error) => error);
    if (answer instanceof Error) assert.equal(answer.codeName, 'INVALID_ARGUMENT', `${text.slice(0, 20)}: ${answer.message}`);
    const question = await server.match.Match({question: text}).catch((error) => error);
    if (question instanceof Error) assert.equal(question.codeName, 'INVALID_ARGUMENT', `${text.slice(0, 20)}: ${question.message}`);
    const suggested = await server.search.SuggestTerms({text}).catch((error) => error);
    if (suggested instanceof Error) assert.equal(suggested.codeName, 'INVALID_ARGUMENT', `${text.slice(0, 20)}: ${suggested.message}`);
  }
});

test('numbers that are none are refused', async () => {
  for (const age_years of [NaN, Infinity, -Infinity, -0.1, 131, 1e300]) {
    await fails(server.search.SearchServices({age_years}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
    await fails(server.match.Match({age_years}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
    await fails(directory.CreateService({service: service({minimum_age: age_years})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  }
  for (const point of [
    {latitude: 91, longitude: 0},
    {latitude: NaN, longitude: NaN},
    {latitude: Infinity, longitude: 6},
  ]) {
    await fails(server.search.SearchServices({place: {point}}), 'INVALID_ARGUMENT', 'PLACE_INVALID');
  }
  await fails(server.search.SearchServices({filter: {min_quality: NaN}}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(server.search.SearchServices({min_revision: -1}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  const far = {seconds: 1e15, nanos: 0};
  const answer = await server.search.SearchServices({filter: {open_at: far}}).catch((error) => error);
  if (answer instanceof Error) assert.equal(answer.codeName, 'INVALID_ARGUMENT', answer.message);
});

test('a record that is too large or too deep is refused', async () => {
  await fails(directory.CreateService({service: service({description: 'x'.repeat(20_001)})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(directory.CreateService({service: service({display_name: 'x'.repeat(501)})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(directory.CreateService({service: service({display_name: 'nul \u0000 byte'})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  const contacts = Array.from({length: 20}, () => ({name: 'x', title: 'y'.repeat(19_000)}));
  await fails(directory.CreateService({service: service({contacts})}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  let value = {stringValue: 'bodem'};
  for (let i = 0; i < 30; ++i) value = {listValue: {values: [value]}};
  await fails(directory.CreateService({service: service({unknown_properties: {fields: {x: value}}})}), 'INVALID_ARGUMENT');
});

test('a message over 4 MiB is RESOURCE_EXHAUSTED', async () => {
  await fails(directory.CreateOrganization({organization: organization({description: 'x'.repeat(5 * MiB)})}), 'RESOURCE_EXHAUSTED');
  const {call, response} = directory.ImportServices();
  call.write({options: {format: 'IMPORT_FORMAT_HSDS'}});
  call.write({data: Buffer.alloc(5 * MiB)});
  call.end();
  await fails(response, 'RESOURCE_EXHAUSTED');
  await alive();
});

test('an answer that would be over 4 MiB still comes, in smaller pages', async () => {
  const key = 'zzzwaargewicht';
  const filler = Array.from({length: 9}, () => ({name: 'x', title: 'y'.repeat(19_000)}));
  let revision;
  const names = [];
  for (let i = 0; i < 40; ++i) {
    const created = await directory.CreateService({service: service({display_name: key, contacts: filler})});
    ({revision} = created);
    names.push(created.name);
  }
  const found = [];
  let page_token = '';
  do {
    const page = await server.search.SearchServices({text: key, page_size: 100, page_token, min_revision: revision});
    found.push(...page.results.map((result) => result.service.name));
    page_token = page.next_page_token;
  } while (page_token !== '');
  assert.deepEqual(found.sort(), [...names].sort());
  const listed = (await server.listAll('ListServices', 'services')).map(({name}) => name);
  for (const name of names) assert.ok(listed.includes(name));
});

test('a lot at once is answered or refused in words, and the server stays up', async () => {
  const calls = Array.from({length: 300}, (_, i) =>
    server.search.SearchServices({text: 'boos', place: {text: 'Eibergen'}, page_size: 1 + (i % 50)}),
  );
  const watches = [];
  const opened = Array.from({length: 80}, () =>
    directory.WatchChanges({from_revision: 0, follow: true}, {onCall: (call) => watches.push(call)}).catch((error) => error),
  );
  const imports = Array.from({length: 8}, (_, i) =>
    server
      .importFiles({format: 'IMPORT_FORMAT_HSDS', source: `tegelijk-${i}`}, [
        {name: 'x', data: ndjson(Array.from({length: 20}, () => hsdsService()))},
      ])
      .catch((error) => error),
  );
  for (const outcome of await Promise.allSettled(calls)) {
    if (outcome.status === 'rejected')
      assert.ok(['RESOURCE_EXHAUSTED', 'UNAVAILABLE'].includes(outcome.reason.codeName), outcome.reason.message);
  }
  for (const outcome of await Promise.all(imports)) {
    if (outcome instanceof Error)
      assert.deepEqual([outcome.codeName, outcome.reason], ['RESOURCE_EXHAUSTED', 'TOO_MANY_REQUESTS'], outcome.message);
  }
  await alive();
  for (const call of watches) call.cancel();
  for (const error of await Promise.all(opened)) assert.ok(['CANCELLED', 'RESOURCE_EXHAUSTED'].includes(error.codeName), error.message);
  await alive();
  await server.settled();
});

test('clients that hang, lie or leave do not keep the others waiting', async () => {
  const [host, port] = server.address.split(':');
  const sockets = Array.from({length: 50}, () => tcp(Number(port), host));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\n\r\n');
  }
  await alive();
  for (const socket of sockets) socket.destroy();
  const {call, response} = directory.ImportServices({deadlineMs: 500});
  call.write({options: {format: 'IMPORT_FORMAT_HSDS', source: 'hangt'}});
  await fails(response, 'DEADLINE_EXCEEDED');
  await sleep(100);
  await alive();
});

test('a deadline that has passed is honoured', async () => {
  const last = (await directory.WatchChanges({})).at(-1).revision;
  const created = directory.CreateService({service: service()});
  await created;
  await server.search.SearchServices({min_revision: last + 1}, {deadlineMs: 3000});
  await fails(server.search.SearchServices({text: 'boos'}, {deadlineMs: 0}), 'DEADLINE_EXCEEDED');
});

test('unknown fields and methods do no harm', async () => {
  await directory.CreateService({service: {...service({attributes: attributes(welfare)}), toekomst: 'onbekend'}});
  await alive();
});

test('the memory stayed bounded, and the index equals the store', async () => {
  await server.settled();
  const {peak} = server.memory();
  assert.ok(peak < bound, `${peak} MiB`);
  const broken = server.log().filter(({severity}) => severity === 'error');
  assert.deepEqual(broken, []);
});
