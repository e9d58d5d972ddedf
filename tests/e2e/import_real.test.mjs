// Files that nobody here wrote, whole: nothing is lost, and what is wrong in them is said.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {fails, sharedData, startServer} from './harness.mjs';
import {json} from './records.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

const shared = (...parts) => sharedData(path.join(...parts));
const file = (name) => ({name: path.basename(name), data: readFileSync(name)});
const hsds = (source, names, options = {}) => server.importFiles({format: 'IMPORT_FORMAT_HSDS', source, ...options}, names.map(file));
const count = ({rule_counts}, rule) => rule_counts.find((row) => row.rule === rule)?.count ?? 0;
const problems = ({findings}) => findings.filter(({severity}) => severity === 'SEVERITY_ERROR' || severity === 'SEVERITY_FATAL');

const duoFile = shared('nl/scholen/02.-alle-schoolvestigingen-basisonderwijs.csv');
const region = {'0197': 14, 1859: 23, 1876: 17, '0222': 19, 1955: 13, 1586: 14, 1509: 16, '0294': 15, '0106': 25};

// Node's own decoder takes 0x80..0x9f for control characters.
function fromWindows1252(bytes) {
  const high = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => high[character.charCodeAt(0) - 0x80]);
}

// A place comes in capitals, and goes out as people write it: "ZUIDWOLDE DR", "Zuidwolde (Dr)".
const letters = (text) => text.toUpperCase().replace(/[^\p{L}\d]/gu, '');

const unquote = (text) => (/^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text);

function duoRows() {
  const [header, ...rows] = fromWindows1252(readFileSync(duoFile))
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(';').map(unquote));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i].trim()])));
}

const ajv = new Ajv2020({strict: false, allErrors: true});
addFormats(ajv);
const schemas = shared('hsds/hsds-3.1-dev/schema');
for (const name of readdirSync(schemas).filter((one) => one.endsWith('.json') && one !== 'openapi.json'))
  ajv.addSchema(json(readFileSync(path.join(schemas, name), 'utf8')), name);
const isService = ajv.getSchema('service.json');

function assertValid(lines) {
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const service = json(line);
    assert.ok(isService(service), `${service.name}: ${ajv.errorsText(isService.errors)}`);
  }
}

test('the sample region comes out as valid HSDS 3.1', async () => {
  await server.importSample();
  assertValid(await server.exportAll('sample'));
});

test('GeoNames: 4334 lines, 4086 postcodes, and its two faults', async () => {
  const report = await server.importFiles({format: 'IMPORT_FORMAT_GEONAMES', max_findings: 10_000}, [file(shared('nl/postcodes/NL.txt'))]);
  assert.equal(report.read, 4334);
  const lines = readFileSync(shared('nl/postcodes/NL.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const codes = [...new Set(lines.map((fields) => fields[1]))];
  assert.equal(codes.length, 4086);
  assert.equal(count(report, 'place.municipality-code-empty'), lines.filter((fields) => fields[6] === '').length);
  assert.ok(count(report, 'place.municipality-code-empty') > 0);
  // The slip of 7571 for 9571, and nine more of its kind: places far from where everything else with that number lies.
  const suspects = report.findings
    .filter(({rule}) => rule === 'place.postal-code-suspect')
    .map(({record, line}) => `${record} ${lines[line - 1][2]}`);
  assert.ok(suspects.includes('7571 2e Exloërmond'), suspects.join(', '));
  assert.deepEqual(suspects.sort(), [
    '2324 Amersfoort',
    '3523 Ouddorp',
    '3981 Zeewolde',
    '7571 2e Exloërmond',
    '7887 Collendoorn',
    '8611 Emst',
    '9999 Roermond',
    '9999 Rotterdam',
    '9999 Someren',
    '9999 Zwolle',
  ]);
  assert.equal(report.created, 4334 - suspects.length);
  const unresolved = [];
  for (let at = 0; at < codes.length; at += 200) {
    await Promise.all(
      codes.slice(at, at + 200).map(async (postal_code) => {
        const answer = await server.search.ResolvePlace({place: {postal_code}}).catch(() => undefined);
        if (answer?.place.postal_code4 !== postal_code) unresolved.push(postal_code);
      }),
    );
  }
  assert.deepEqual(unresolved, []);
  const {place} = await server.search.ResolvePlace({place: {postal_code: '7571'}});
  assert.deepEqual(
    place.municipalities.map(({display_name}) => display_name),
    ['Oldenzaal'],
  );
  const unknown = Array.from({length: 9000}, (_, i) => String(1000 + i)).find((code) => !codes.includes(code));
  await fails(server.search.ResolvePlace({place: {text: unknown}}), 'NOT_FOUND', 'PLACE_NOT_FOUND');
});

test('GeoNames stays after a restart, and the index counts with it', async () => {
  await server.settled();
  await server.stop();
  server = await startServer({dataDir: server.dataDir});
  const {place} = await server.search.ResolvePlace({place: {text: 'Maastricht'}});
  assert.equal(place.municipalities[0].code, 'GM0935');
  await server.settled();
});

test('DUO: 6107 primary schools, with their names and postcodes, and twice changes nothing', async () => {
  const duo = () => server.importFiles({format: 'IMPORT_FORMAT_DUO_SCHOOLS'}, [file(duoFile)]);
  const report = await duo();
  assert.deepEqual([report.read, report.created, report.rejected], [6107, 6107, 0], JSON.stringify(problems(report).slice(0, 3)));
  const exported = await server.exportAll('duo-schools');
  assert.equal(exported.length, 6107);
  const schools = new Map(
    exported
      .map(json)
      .map((service) => [
        service.organization.organization_identifiers.find(({identifier_type}) => identifier_type === 'BRIN').identifier,
        service,
      ]),
  );
  assert.equal(schools.size, 6107);
  const found = {};
  for (const row of duoRows()) {
    const school = schools.get(row.VESTIGINGSCODE);
    assert.ok(school, row.VESTIGINGSCODE);
    const [address] = school.service_at_locations[0].location.addresses;
    assert.equal(school.organization.name, row.VESTIGINGSNAAM);
    assert.equal(address.postal_code, row.POSTCODE);
    assert.equal(letters(address.city), letters(row.PLAATSNAAM));
    assert.equal(address.address_1, `${row.STRAATNAAM} ${row['HUISNUMMER-TOEVOEGING']}`.trim());
    if (row.TELEFOONNUMMER) assert.equal(school.phones[0].number, row.TELEFOONNUMMER);
    if (row.GEMEENTENUMMER in region) found[row.GEMEENTENUMMER] = (found[row.GEMEENTENUMMER] ?? 0) + 1;
  }
  assert.deepEqual(found, region);
  assertValid(exported.slice(0, 500));
  const again = await duo();
  assert.deepEqual([again.unchanged, again.created, again.updated], [6107, 0, 0]);
});

test("DUO: 's-Heerenberg and accents are right", async () => {
  const exported = (await server.exportAll('duo-schools')).map(json);
  const cities = new Set(exported.map(({service_at_locations: [{location}]}) => location.addresses[0].city));
  for (const city of ["'s-Heerenberg", "'s-Gravenhage"])
    assert.ok(cities.has(city), `${city}: ${[...cities].filter((one) => /heerenb|gravenh/i.test(one))}`);
  const rows = duoRows();
  const accented = rows.filter(({VESTIGINGSNAAM}) => /[^\x20-\x7e]/.test(VESTIGINGSNAAM)).map(({VESTIGINGSNAAM}) => VESTIGINGSNAAM);
  assert.ok(accented.length > 10, 'the file has accents');
  const names = new Set(exported.map(({organization}) => organization.name));
  for (const name of accented) assert.ok(names.has(name), name);
  assert.ok(![...names].some((name) => name.includes('\uFFFD')));
});

test('DUO: the schools of the nine gemeenten are found by place', async () => {
  await server.settled();
  const municipalities = new Map();
  for (const {name, provenance, service_at_locations} of await server.listAll('ListServices', 'services')) {
    const [{location_detail}] = service_at_locations;
    if (provenance.source === 'duo-schools') municipalities.set(name, location_detail.unknown_properties.fields.gemeentecode.stringValue);
  }
  const found = async (municipality_code) => {
    const names = new Set();
    for (let page_token = ''; ;) {
      const filter = {kinds: ['school'], radius_m: 60_000};
      const page = await server.search.SearchServices({place: {municipality_code}, filter, page_size: 100, page_token});
      for (const {service} of page.results) if (municipalities.get(service.name) === municipality_code) names.add(service.name);
      page_token = page.next_page_token;
      if (page_token === '') return names.size;
    }
  };
  for (const [code, expected] of Object.entries(region)) assert.equal(await found(`GM${code}`), expected, code);
});

test('the geojson of schools: 8717 features, 95 repeated', async () => {
  const report = await server.importFiles({format: 'IMPORT_FORMAT_SCHOOLS_GEOJSON'}, [file(shared('nl/scholen/scholen20241122.geo.json'))]);
  assert.equal(report.read, 8717);
  assert.equal(count(report, 'school.duplicate'), 95);
  assert.equal(report.created + report.rejected, 8717);
  assert.equal(
    report.rejected,
    95,
    JSON.stringify(
      problems(report)
        .filter(({rule}) => rule !== 'school.duplicate')
        .slice(0, 3),
    ),
  );
  const exported = (await server.exportAll('schools-geojson')).map(json);
  assert.ok(exported.every(({service_at_locations: [{location}]}) => location.latitude > 50 && location.latitude < 54));
});

for (const version of ['hsds-3.0', 'hsds-3.1-dev']) {
  test(`${version}: the official examples import and come out valid`, async () => {
    const example = shared('hsds', version, 'examples/service_full.json');
    const fresh = await startServer(); // two versions of one example have the same ids
    const report = await fresh.importFiles({format: 'IMPORT_FORMAT_HSDS', source: version}, [file(example)]);
    assert.deepEqual([report.read, report.created, report.rejected], [1, 1, 0], JSON.stringify(report.findings));
    assert.deepEqual(problems(report), []);
    const [line] = await fresh.exportAll(version);
    assertValid([line]);
    const given = json(readFileSync(example, 'utf8'));
    // Latitude 100 is no place on earth: left out, with a warning. An organization's own locations are records of their own here.
    assert.ok(report.findings.some(({rule}) => rule === 'hsds.latitude-range'));
    const locations = (await fresh.listAll('ListLocations', 'locations')).map(({name}) => name);
    for (const {id} of given.organization.locations) assert.ok(locations.includes(`locations/${id}`));
    delete given.organization.locations;
    for (const {location} of given.service_at_locations) {
      delete location.latitude;
      delete location.longitude;
    }
    assert.deepEqual(missing(given, json(line)), [], 'what the file says is said by the export');
    await fresh.stop();
    const page = await hsds(`${version}-page`, [shared('hsds', version, 'examples/service_list.json')]);
    assert.deepEqual([page.read, page.rejected], [1, 0], JSON.stringify(page.findings));
  });
}

// Paths of what `given` has and `got` has not, or has otherwise. Lists are compared in order.
function missing(given, got, at = '') {
  if (given === null || given === '') return [];
  if (typeof given !== 'object') return given === got ? [] : [`${at}: ${JSON.stringify(given)} became ${JSON.stringify(got)}`];
  if (got === undefined) return [`${at} is gone`];
  return Object.entries(given).flatMap(([key, value]) => missing(value, got?.[key], `${at}.${key}`));
}

for (const [version, broken] of [
  ['hsds-3.0', 4],
  ['hsds-3.1-dev', 7],
]) {
  test(`${version}: the CSV package lists its ${broken} broken foreign keys`, async () => {
    const folder = shared('hsds', version, 'examples/csv');
    const tables = readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => path.join(folder, name));
    const report = await hsds(`${version}-csv`, tables);
    const keys = report.findings.filter(({rule}) => rule === 'csv.foreign-key');
    assert.equal(count(report, 'csv.foreign-key'), broken, keys.map(({file: name, line, path: at}) => `${name}:${line} ${at}`).join(', '));
    for (const {file: name, line, path: at, message} of keys) assert.ok(name && line > 0 && at && message);
    assert.equal(report.created, 1);
    assertValid(await server.exportAll(`${version}-csv`));
    const backwards = await hsds(`${version}-csv`, tables.reverse());
    assert.deepEqual(
      [backwards.unchanged, count(backwards, 'csv.foreign-key')],
      [report.created, broken],
      'the order of the files does not matter',
    );
  });
}

test('the UK mocks: Default passes, Warn warns, Fail fails, each with its rules', async () => {
  const mock = (set, name) => hsds(`uk-${set.toLowerCase()}`, [shared('hsds/hsds-uk-3.0/mocks', set, `${name}.json`)], {dry_run: true});
  for (const name of ['service_full', 'service_list', 'taxonomy_term', 'organization_full', 'service_at_location_full', 'api_details']) {
    assert.deepEqual(problems(await mock('Default', name)), [], `Default ${name}`);
  }
  const paths = (report) => problems(report).map(({rule, path: at}) => `${rule} ${at}`);
  assert.ok(paths(await mock('Fail', 'service_full')).some((one) => /email/.test(one)));
  assert.ok(paths(await mock('Fail', 'service_list')).length >= 8);
  assert.ok(paths(await mock('Fail', 'api_details')).some((one) => /profile/.test(one)));
  for (const set of ['Warn', 'Fail']) {
    const term = await mock(set, 'taxonomy_term');
    assert.ok(
      term.findings.some(({rule, path: at}) => rule === 'hsds.required' && at === 'description'),
      JSON.stringify(term.findings),
    );
  }
});

test('everything that was imported comes out valid, and equals the index', async () => {
  assertValid(await server.exportAll());
  await server.settled(120_000);
});
