// Places as people write them: understood, ambiguous, or refused.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fails, startServer} from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
  await server.importSample();
  await server.settled();
});
after(() => server.stop());

test('places are understood as people write them', async () => {
  const resolve = async (place) => (await server.search.ResolvePlace({place})).place;
  for (const place of [{postal_code: '7151 AB'}, {postal_code: '7151ab'}, {text: '7151AB'}]) {
    const {postal_code6, postal_code4, municipalities, approximate} = await resolve(place);
    assert.deepEqual([postal_code6, postal_code4, municipalities[0].code, approximate], ['7151AB', '7151', 'GM1859', true]);
  }
  for (const place of [{municipality_code: 'GM1859'}, {municipality_code: '1859'}, {text: 'Berkelland'}, {text: 'BERKELLAND'}]) {
    const {municipalities, province_code} = await resolve(place);
    assert.deepEqual([municipalities, province_code], [[{code: 'GM1859', display_name: 'Berkelland'}], 'PV25']);
  }
  for (const text of ["'s-Heerenberg", 's heerenberg', "'S-HEERENBERG", '’s-Heerenberg'])
    assert.equal((await resolve({text})).municipalities[0].display_name, 'Montferland', text);
  assert.equal((await resolve({point: {latitude: 52.1, longitude: 6.65}})).municipalities[0].code, 'GM1859');
});

test('a school is a place too, by its BRIN', async () => {
  const schools = await server.search.SearchServices({filter: {kinds: ['school']}, page_size: 1});
  // An answer carries a service in short; the identifiers are in the record.
  const school = await server.directory.GetService({name: schools.results[0].service.name});
  const {identifier} = school.organization_detail.organization_identifiers.find(({identifier_type}) => identifier_type === 'BRIN');
  const {place} = await server.search.ResolvePlace({place: {text: identifier}});
  assert.equal(place.postal_code4, school.service_at_locations[0].location_detail.addresses[0].postal_code.slice(0, 4));
});

test('ambiguous places are answered with the candidates', async () => {
  for (const text of ['Hengelo', 'Beek', 'Geesteren', 'Laren']) {
    const {place} = await server.search.ResolvePlace({place: {text}});
    assert.ok(place.candidates.length >= 2, text);
    const codes = place.candidates.map(({municipalities}) => municipalities[0].code);
    assert.equal(new Set(codes).size, codes.length, `${text}: ${codes}`);
    for (const candidate of place.candidates) assert.deepEqual(candidate.candidates, []);
  }
  for (const postal_code of ['7005', '7011', '7233']) {
    const {place} = await server.search.ResolvePlace({place: {postal_code}});
    assert.equal(place.municipalities.length, 2, postal_code);
  }
});

test('Belgian, malformed and unknown places are told apart', async () => {
  const rows = [
    [{text: 'B-2000'}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{text: '2000 Antwerpen'}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{postal_code: '7151 A'}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{postal_code: '0123AB'}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{postal_code: '71511AB'}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{municipality_code: 'GM18'}, 'INVALID_ARGUMENT', undefined],
    [{municipality_code: 'GM9999'}, 'NOT_FOUND', 'PLACE_NOT_FOUND'],
    [{text: 'Nergenshuizen'}, 'NOT_FOUND', 'PLACE_NOT_FOUND'],
    [{point: {latitude: 48.85, longitude: 2.35}}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{point: {latitude: NaN, longitude: 2.35}}, 'INVALID_ARGUMENT', 'PLACE_INVALID'],
    [{text: ''}, 'INVALID_ARGUMENT', undefined],
  ];
  for (const [place, code, reason] of rows) {
    await fails(server.search.ResolvePlace({place}), code, reason);
    await fails(server.search.SearchServices({place}), code, reason);
  }
  await fails(server.search.ResolvePlace({}), 'INVALID_ARGUMENT');
});
