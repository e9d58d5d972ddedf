// Import and export through the API, and what the server says about itself.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {fails, sampleFile, secrets, startServer} from './harness.mjs';
import {address, attributes, hsdsService, json, location, ndjson, organization, service, welfare} from './records.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

const hsds = (source, records, options = {}) =>
  server.importFiles({format: 'IMPORT_FORMAT_HSDS', source, ...options}, [
    typeof records === 'string' ? {name: 'file.json', data: records} : {name: 'file.ndjson', data: ndjson(records)},
  ]);
const listAll = (method, plural, request) => server.listAll(method, plural, request);
const lines = readFileSync(sampleFile, 'utf8').trim().split('\n').length;

test('the sample region imports whole, and twice changes nothing', async () => {
  const first = await server.importSample();
  assert.deepEqual(
    [first.read, first.created, first.updated, first.unchanged, first.rejected],
    [lines, lines, 0, 0, 0],
    JSON.stringify(first.findings.slice(0, 5)),
  );
  assert.ok(first.revision >= lines);
  const second = await server.importSample();
  assert.deepEqual([second.read, second.created, second.updated, second.unchanged], [lines, 0, 0, lines]);
  assert.equal(second.organizations.created + second.organizations.updated + second.locations.created + second.locations.updated, 0);
  assert.equal(second.revision, first.revision, 'nothing was written');
  assert.equal((await server.settled()).index_services > 0, true);
});

test('chunks may break anywhere', async () => {
  for (const chunkSize of [1000, 7919, 900_000]) {
    const report = await server.importFiles(
      {format: 'IMPORT_FORMAT_HSDS', source: 'sample'},
      [{name: 'services.ndjson', data: readFileSync(sampleFile)}],
      {chunkSize},
    );
    assert.deepEqual([report.unchanged, report.rejected], [lines, 0]);
  }
  const records = [hsdsService({name: 'Crèche “De Kroïng” 👶'})];
  const report = await server.importFiles({format: 'IMPORT_FORMAT_HSDS', source: 'bytes'}, [{name: 'x.ndjson', data: ndjson(records)}], {
    chunkSize: 1,
  });
  assert.equal(report.created, 1);
  assert.equal(json((await server.exportAll('bytes'))[0]).name, 'Crèche “De Kroïng” 👶');
});

test('one record can come as an object, an array, a page or a line', async () => {
  const record = hsdsService();
  const shapes = [
    JSON.stringify(record, null, 2),
    JSON.stringify([record]),
    JSON.stringify({total_items: 1, contents: [record]}),
    ndjson([record]),
    `\uFEFF${ndjson([record])}`,
    `\r\n${JSON.stringify(record)}\r\n\r\n`,
  ];
  for (const [i, shape] of shapes.entries()) {
    const report = await hsds('shapes', shape);
    assert.deepEqual([report.read, report.rejected, report.created + report.unchanged], [1, 0, 1], shape.slice(0, 40));
    assert.equal(report.created, i === 0 ? 1 : 0);
  }
});

test('what changed in the file is updated, and only that', async () => {
  const records = [hsdsService({name: 'Eerste'}), hsdsService({name: 'Tweede'})];
  await hsds('changes', records);
  records[1].description = 'Anders dan eerst.';
  const report = await hsds('changes', records);
  assert.deepEqual([report.created, report.updated, report.unchanged], [0, 1, 1]);
  const exported = (await server.exportAll('changes')).map(json);
  assert.equal(exported.find(({name}) => name === 'Tweede').description, 'Anders dan eerst.');
});

test('two sources with the same ids do not meet', async () => {
  const record = hsdsService({name: 'Van twee kanten'});
  assert.equal((await hsds('kant-een', [record])).created, 1);
  assert.equal((await hsds('kant-twee', [{...record, name: 'Van de andere kant'}])).created, 1);
  assert.equal(json((await server.exportAll('kant-een'))[0]).name, 'Van twee kanten');
  assert.equal(json((await server.exportAll('kant-twee'))[0]).name, 'Van de andere kant');
});

test('a faulty record is reported and left out; the others are kept', async () => {
  const records = [hsdsService(), {...hsdsService(), name: undefined}, hsdsService({name: 'Ook goed'})];
  const report = await hsds('faulty', records);
  assert.deepEqual([report.read, report.created, report.rejected], [3, 2, 1]);
  const finding = report.findings.find(({severity}) => severity === 'SEVERITY_FATAL');
  assert.deepEqual([finding.line, finding.path, finding.file], [2, 'name', 'file.ndjson']);
  for (const field of ['rule', 'message', 'fix']) assert.notEqual(finding[field], '', field);
});

test('lenient mends, strict rejects', async () => {
  const record = hsdsService({email: 'geen adres', minimum_age: 4});
  const lenient = await hsds('lenient', [record]);
  assert.deepEqual([lenient.created, lenient.rejected], [1, 0]);
  assert.ok(lenient.findings.some(({path, severity}) => path === 'email' && severity === 'SEVERITY_ERROR'));
  assert.equal(json((await server.exportAll('lenient'))[0]).email, undefined);
  const strict = await hsds('strict', [record], {strict: true});
  assert.deepEqual([strict.created, strict.rejected], [0, 1]);
});

test('a dry run reports and writes nothing', async () => {
  const report = await hsds('dry', [hsdsService()], {dry_run: true});
  assert.deepEqual([report.created, report.dry_run], [1, true]);
  assert.deepEqual(await server.exportAll('dry'), []);
});

test('findings are cut off, counts are not', async () => {
  const records = Array.from({length: 30}, () => ({...hsdsService(), name: undefined}));
  const report = await hsds('many', records, {max_findings: 7});
  assert.equal(report.findings.length, 7);
  assert.equal(report.rejected, 30);
  assert.ok(report.rule_counts.some(({count}) => count >= 30));
});

test('options that are wrong are refused', async () => {
  await fails(hsds('Hoofdletters!', []), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(hsds('x', [], {max_findings: -1}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(server.importFiles({source: 'x'}, []), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  for (const first of [{data: Buffer.from('{}')}, {file: {display_name: 'x'}}, undefined]) {
    const {call, response} = server.directory.ImportServices();
    if (first) call.write(first);
    call.end();
    await fails(response, 'INVALID_ARGUMENT', 'FIELD_INVALID');
  }
  const {call, response} = server.directory.ImportServices();
  call.write({options: {format: 'IMPORT_FORMAT_HSDS'}});
  call.write({options: {format: 'IMPORT_FORMAT_HSDS'}});
  call.end();
  await fails(response, 'INVALID_ARGUMENT', 'FIELD_INVALID');
});

test('what was read is kept when the stream breaks off', async () => {
  const {call, response} = server.directory.ImportServices();
  response.catch(() => {});
  call.write({options: {format: 'IMPORT_FORMAT_HSDS', source: 'broken'}});
  call.write({file: {display_name: 'x.ndjson'}});
  const data = Buffer.from(ndjson(Array.from({length: 5000}, (_, i) => hsdsService({name: `Dienst ${i}`}))));
  for (let at = 0; at < data.length; at += 200_000) call.write({data: data.subarray(at, at + 200_000)});
  const until = Date.now() + 20_000;
  while ((await server.exportAll('broken')).length === 0) assert.ok(Date.now() < until, 'nothing was stored while the stream ran');
  call.cancel();
  await fails(response, 'CANCELLED');
  assert.ok((await server.exportAll('broken')).length > 0);
});

test('unknown properties and taxonomies survive the round trip', async () => {
  const record = hsdsService({'x-eigen': {diep: [1, 'twee', null, true]}, tags: ['a', 'b']}, {...welfare, werkvorm: ['groep']});
  record.attributes[0]['x-kleur'] = 'rood';
  await hsds('unknown', [record]);
  const exported = json((await server.exportAll('unknown'))[0]);
  assert.deepEqual(exported['x-eigen'], record['x-eigen']);
  assert.deepEqual(exported.tags, record.tags);
  assert.ok(exported.attributes.some(({taxonomy_term}) => taxonomy_term.taxonomy === 'werkvorm' && taxonomy_term.code === 'groep'));
  assert.ok(exported.attributes.some((attribute) => attribute['x-kleur'] === 'rood'));
});

test('export, import into another server, export: the same records', async () => {
  const place = await server.directory.CreateLocation({location: location({addresses: [address()]})});
  const owner = await server.directory.CreateOrganization({organization: organization()});
  await server.directory.CreateService({
    service: service({
      organization: owner.name,
      service_at_locations: [{location: place.name}],
      attributes: attributes(welfare),
      minimum_age: 0.5,
      maximum_age: 12,
    }),
  });
  const exported = await server.exportAll();
  assert.ok(exported.length > lines);
  const other = await startServer();
  try {
    const data = exported.map((line) => `${line}\n`).join('');
    const report = await other.importFiles({format: 'IMPORT_FORMAT_HSDS', source: 'copy'}, [{name: 'export.ndjson', data}]);
    assert.deepEqual(
      [report.read, report.created, report.rejected],
      [exported.length, exported.length, 0],
      JSON.stringify(report.findings.slice(0, 5)),
    );
    // Ids may be new ones where a source has its own; everything else is the same.
    const content = (line) => JSON.stringify(canonical(json(line)));
    assert.deepEqual((await other.exportAll()).map(content).sort(), exported.map(content).sort());
    const again = await other.importFiles({format: 'IMPORT_FORMAT_HSDS', source: 'copy'}, [{name: 'export.ndjson', data}]);
    assert.deepEqual([again.unchanged, again.updated], [exported.length, 0]);
  } finally {
    await other.stop();
  }
});

// Without ids, and with the properties in one order.
function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => key !== 'id' && !key.endsWith('_id'))
      .sort()
      .map((key) => [key, canonical(value[key])]),
  );
}

test('a confidential address is in no answer, no export and no log', async () => {
  const record = hsdsService({
    name: 'Opvang',
    service_at_locations: [
      {
        id: randomUUID(),
        location: {
          id: randomUUID(),
          location_type: 'physical',
          name: 'Geheime opvanglocatie',
          description: 'Achter de Geheimadresstraat',
          latitude: 51.987654,
          longitude: 6.298765,
          addresses: [
            {
              id: randomUUID(),
              address_1: 'Geheimadresstraat 99',
              city: 'Doetinchem',
              state_province: 'Gelderland',
              postal_code: '7002 HT',
              country: 'NL',
              address_type: 'physical',
            },
          ],
          attributes: [
            {id: randomUUID(), taxonomy_term: {id: randomUUID(), taxonomy: 'vertrouwelijk', code: 'ja', name: 'ja', description: ''}},
          ],
        },
      },
    ],
  });
  await hsds('confidential', [record]);
  const services = await listAll('ListServices', 'services');
  const locations = await listAll('ListLocations', 'locations', {show_deleted: true});
  const opvang = services.find(({display_name}) => display_name === 'Opvang');
  const hidden = locations.filter(({confidential}) => confidential);
  assert.ok(hidden.length >= 4);
  const answers = [
    services,
    locations,
    await server.directory.GetService({name: opvang.name}),
    await server.exportAll(),
    await server.directory.WatchChanges({}),
  ];
  for (const {name} of hidden) answers.push(await server.directory.GetLocation({name}));
  for (const text of [...secrets, 'opvang', ''])
    answers.push(await server.search.SearchServices({text, page_size: 100}), await server.search.SuggestTerms({text: text || 'ge'}));
  const all = JSON.stringify(answers);
  for (const secret of [...secrets, '7002 HT', '51.987654', '6.298765']) assert.ok(!all.includes(secret), secret);
  for (const secret of secrets) assert.ok(!server.err.includes(secret), `${secret} in the log`);
});

test('who edits a confidential location without seeing its address does not erase it', async () => {
  // Written back as it was seen, redacted: the full record must still be what the sample says, so that importing it changes nothing.
  const locations = await listAll('ListLocations', 'locations');
  for (const seen of locations.filter(({confidential, provenance}) => confidential && provenance.source === 'sample')) {
    const updated = await server.directory.UpdateLocation({location: seen});
    assert.equal(updated.confidential, true);
  }
  const report = await server.importSample();
  assert.equal(report.locations.updated, 0, 'the import had to restore an address');
});

test('health: per service, and for one that is not there', async (t) => {
  if (!server.health) return t.skip('package grpc-proto is not installed');
  await server.settled();
  for (const name of ['', 'socialekaart.v1.DirectoryService', 'socialekaart.v1.SearchService', 'socialekaart.v1.MatchService']) {
    assert.equal((await server.health.Check({service: name})).status, 'SERVING', name);
  }
  await fails(server.health.Check({service: 'socialekaart.v1.Nothing'}), 'NOT_FOUND');
});

test('reflection: names every service of the contract', async (t) => {
  if (!server.reflection) return t.skip('package grpc-proto is not installed');
  const {call, responses} = server.reflection.ServerReflectionInfo();
  call.write({list_services: ''});
  call.write({file_containing_symbol: 'socialekaart.v1.SearchService'});
  call.end();
  const [list, file] = await responses;
  const names = list.list_services_response.service.map(({name}) => name);
  for (const name of ['DirectoryService', 'SearchService', 'MatchService'])
    assert.ok(names.includes(`socialekaart.v1.${name}`), names.join(' '));
  assert.ok(file.file_descriptor_response.file_descriptor_proto.length > 0);
});
