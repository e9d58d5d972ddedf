// Searching, suggesting and resolving places, on the sample region and on a few records made for the question.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fails, secrets, startServer} from './harness.mjs';
import {areas, location, service} from './records.mjs';

let server;
let find;
before(async () => {
  server = await startServer();
  const report = await server.importSample();
  assert.ok(report.created >= 250, `only ${report.created} services`);
  assert.equal(report.rejected, 0);
  await server.settled();
  find = (request) => server.search.SearchServices(request);
});
after(() => server.stop());

const eibergen = {text: 'Eibergen'};
const names = ({results}) => results.map(({service}) => service.display_name);
const create = (changes) => server.directory.CreateService({service: service(changes)});
// A word that no other record has, so that a test sees its own records alone.
let serial = 0;
const word = () => `zzq${'abcdefghijklmnopqrstuvwxyz'[serial++]}wortel`;

async function findAll(request) {
  const results = [];
  for (let page_token = ''; ;) {
    const page = await find({...request, page_size: 100, page_token});
    results.push(...page.results);
    page_token = page.next_page_token;
    if (page_token === '') return {...page, results};
  }
}

test('a question with place and age finds services that serve both', async () => {
  const answer = await find({text: 'scheiding boos', place: eibergen, age_years: 8});
  assert.ok(answer.results.length > 0);
  assert.ok(answer.total_size >= answer.results.length);
  assert.equal(answer.place.municipalities[0].code, 'GM1859');
  assert.match(answer.place.display_name, /Eibergen/);
  for (const result of answer.results) {
    assert.notEqual(result.age_fit, 'FIT_NO');
    assert.notEqual(result.area_fit, 'FIT_NO');
    assert.equal(result.service.status, 'SERVICE_STATUS_ACTIVE');
    assert.notEqual(result.service.display_name, '');
  }
  assert.ok(answer.results.some(({snippet}) => snippet.includes('<mark>')));
});

test('scores go down, and the same question gives the same order', async () => {
  const request = {text: 'ouders kind', place: {postal_code: '7151'}, age_years: 8, page_size: 50, explain: true};
  const [one, two] = [await find(request), await find(request)];
  assert.deepEqual(
    one.results.map(({service}) => service.name),
    two.results.map(({service}) => service.name),
  );
  const scores = one.results.map(({score}) => score);
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => b - a),
  );
  for (const {score, explanation} of one.results) {
    const sum = explanation.parts.reduce((total, part) => total + part.score, 0);
    assert.ok(Math.abs(sum - score) < 1e-3, `the parts make ${sum}, the score is ${score}`);
  }
});

test('without text everything that serves the place comes, nearest first', async () => {
  const {results} = await findAll({place: eibergen, filter: {levels: ['HELP_LEVEL_COMMUNITY'], radius_m: 20_000}});
  assert.ok(results.length > 10);
  for (const fit of ['FIT_YES', 'FIT_UNKNOWN']) {
    const distances = results.filter(({area_fit}) => area_fit === fit).map(({distance_m}) => distance_m);
    assert.ok(distances.every((distance) => distance <= 20_000));
  }
});

test('text matters more than distance', async () => {
  const key = word();
  await create({display_name: `Ver weg ${key}`, description: `${key} ${key} ${key}`, service_areas: areas('NL')});
  const {revision} = await create({display_name: 'Dichtbij', description: 'Iets heel anders.', service_areas: areas('GM1859')});
  assert.deepEqual(names(await find({text: key, place: eibergen, min_revision: revision})), [`Ver weg ${key}`]);
});

test('age and area have three answers', async () => {
  const key = word();
  const rows = [
    {display_name: `ja ${key}`, minimum_age: 4, maximum_age: 12, service_areas: areas('GM1859')},
    {display_name: `onbekend ${key}`},
    {display_name: `te jong ${key}`, minimum_age: 13, maximum_age: 18, service_areas: areas('GM1859')},
    {display_name: `elders ${key}`, minimum_age: 4, maximum_age: 12, service_areas: areas('GM0106')},
    {display_name: `half bekend ${key}`, minimum_age: 4, service_areas: areas('PV25')},
  ];
  let revision;
  for (const row of rows) ({revision} = await create(row));
  const {results} = await find({text: key, place: eibergen, age_years: 8, min_revision: revision});
  assert.deepEqual(
    Object.fromEntries(results.map(({service, age_fit, area_fit}) => [service.display_name.split(` ${key}`)[0], [age_fit, area_fit]])),
    {
      ja: ['FIT_YES', 'FIT_YES'],
      onbekend: ['FIT_UNKNOWN', 'FIT_UNKNOWN'],
      'half bekend': [results.find(({service}) => service.display_name.startsWith('half'))?.age_fit, 'FIT_YES'],
    },
  );
  assert.match(results[0].service.display_name, /^ja/);
  assert.match(results.at(-1).service.display_name, /^onbekend/);
  const unasked = await find({text: key});
  assert.equal(unasked.results.length, rows.length);
  assert.deepEqual(
    unasked.results.map(({age_fit, area_fit}) => [age_fit, area_fit]),
    rows.map(() => ['FIT_UNSPECIFIED', 'FIT_UNSPECIFIED']),
  );
});

test('a whole maximum age includes that year, a decimal one is exact', async () => {
  const key = word();
  await create({display_name: `heel ${key}`, minimum_age: 4, maximum_age: 12});
  const {revision} = await create({display_name: `half ${key}`, minimum_age: 0, maximum_age: 1.5});
  for (const [age_years, expected] of [
    [12.9, ['heel']],
    [13, []],
    [4, ['heel']],
    [3.9, []],
    [1.5, ['half']],
    [1.6, []],
    [0, ['half']],
  ]) {
    const found = names(await find({text: key, age_years, min_revision: revision})).map((name) => name.split(' ')[0]);
    assert.deepEqual(found, expected, `at ${age_years}`);
  }
});

test('filters hold', async () => {
  const all = await findAll({});
  assert.ok(all.results.length >= 250);
  assert.equal(all.total_size, all.results.length);
  // [filter, what every result must be]
  const rows = [
    [{levels: ['HELP_LEVEL_LOCAL_TEAM']}, ({profile}) => profile.levels.includes('HELP_LEVEL_LOCAL_TEAM')],
    [
      {levels: ['HELP_LEVEL_LOCAL_TEAM', 'HELP_LEVEL_PRACTICE_SUPPORT']},
      ({profile}) => profile.levels.some((level) => /LOCAL_TEAM|PRACTICE_SUPPORT/.test(level)),
    ],
    [{kinds: ['jgz']}, ({profile}) => profile.kind === 'jgz'],
    [{kinds: ['jgz', 'school']}, ({profile}) => ['jgz', 'school'].includes(profile.kind)],
    [
      {problems: ['scheid']},
      ({profile}) =>
        (profile.problems.includes('scheid') || profile.problems.length === 0) && !profile.excluded_problems.includes('scheid'),
    ],
    [{free_access: true}, ({profile}) => profile.access.includes('vrij')],
    [{languages: ['ar']}, ({languages}) => languages.some(({code}) => code === 'ar')],
  ];
  for (const [filter, holds] of rows) {
    const found = await findAll({filter});
    const expected = all.results
      .map(({service}) => service)
      .filter(holds)
      .map(({name}) => name);
    assert.ok(expected.length > 0, `nothing in the sample for ${JSON.stringify(filter)}`);
    assert.deepEqual(found.results.map(({service}) => service.name).sort(), expected.sort(), JSON.stringify(filter));
  }
});

test('only active services are found, and temporarily closed ones when asked', async () => {
  const open = await findAll({});
  const closed = await findAll({filter: {include_temporarily_closed: true}});
  assert.deepEqual([...new Set(open.results.map(({service}) => service.status))], ['SERVICE_STATUS_ACTIVE']);
  assert.deepEqual([...new Set(closed.results.map(({service}) => service.status))].sort(), [
    'SERVICE_STATUS_ACTIVE',
    'SERVICE_STATUS_TEMPORARILY_CLOSED',
  ]);
  assert.ok(closed.results.length > open.results.length);
});

test('the radius counts from the nearest location', async () => {
  const key = word();
  const near = await server.directory.CreateLocation({location: location({latitude: 52.1, longitude: 6.65})});
  const far = await server.directory.CreateLocation({location: location({latitude: 53, longitude: 6.56})});
  const virtual = await server.directory.CreateLocation({location: {display_name: 'Chat', location_type: 'LOCATION_TYPE_VIRTUAL'}});
  await create({display_name: `beide ${key}`, service_at_locations: [{location: far.name}, {location: near.name}]});
  await create({display_name: `ver ${key}`, service_at_locations: [{location: far.name}]});
  const {revision} = await create({display_name: `chat ${key}`, service_at_locations: [{location: virtual.name}]});
  const point = {point: {latitude: 52.1, longitude: 6.65}};
  const {results} = await find({text: key, place: point, filter: {radius_m: 5000}, min_revision: revision});
  assert.deepEqual(names({results}), [`beide ${key}`]);
  assert.ok(results[0].distance_m < 50);
  const everything = await find({text: key, place: point});
  const chat = everything.results.find(({service}) => service.display_name.startsWith('chat'));
  assert.equal(chat.distance_m, undefined);
  await fails(find({text: key, filter: {radius_m: 5000}}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
});

test('pages join without gap or double', async () => {
  const request = {place: eibergen, page_size: 7};
  const seen = [];
  let page = await find(request);
  const total = page.total_size;
  for (;;) {
    seen.push(...page.results.map(({service}) => service.name));
    if (page.next_page_token === '') break;
    page = await find({...request, page_token: page.next_page_token});
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.length, total);
});

test('a page token of another question is refused', async () => {
  const {next_page_token} = await find({page_size: 5});
  await fails(find({page_size: 5, text: 'iets', page_token: next_page_token}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
  await fails(find({page_size: 5, page_token: 'rubbish'}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
  const list = await server.directory.ListServices({page_size: 5});
  await fails(find({page_token: list.next_page_token}), 'INVALID_ARGUMENT', 'PAGE_TOKEN_INVALID');
});

test('facets count the whole result', async () => {
  const {facets, total_size} = await find({place: eibergen, facets: ['kind', 'level', 'problem', 'access', 'municipality'], page_size: 1});
  assert.deepEqual(
    facets.map(({facet}) => facet),
    ['kind', 'level', 'problem', 'access', 'municipality'],
  );
  const [kind] = facets;
  assert.equal(
    kind.values.reduce((sum, {count}) => sum + count, 0),
    total_size,
    'each service has exactly one kind',
  );
  for (const {value, count} of kind.values)
    assert.equal((await find({place: eibergen, filter: {kinds: [value]}})).total_size, count, value);
  for (const {values} of facets) {
    assert.deepEqual(
      values.map(({count}) => count),
      values.map(({count}) => count).sort((a, b) => b - a),
    );
    for (const {display_name} of values) assert.notEqual(display_name, '');
  }
});

test('who writes and then searches sees the write', async () => {
  const key = word();
  const created = await create({display_name: key});
  assert.deepEqual(names(await find({text: key, min_revision: created.revision})), [key]);
  const other = word();
  const updated = await server.directory.UpdateService({
    service: {name: created.name, display_name: other},
    update_mask: {paths: ['display_name']},
  });
  assert.deepEqual(names(await find({text: other, min_revision: updated.revision})), [other]);
  const deleted = await server.directory.DeleteService({name: created.name});
  const answer = await find({text: other, min_revision: deleted.revision});
  // A word that stands nowhere may be taken for a typing error of another; the deleted service is not found.
  assert.ok(!names(answer).includes(other));
  assert.ok(answer.revision >= deleted.revision);
});

test('a changed organization is found under its new name', async () => {
  const [old, renamed] = [word(), word()];
  const owner = await server.directory.CreateOrganization({organization: {display_name: old, description: 'x'}});
  await create({display_name: 'Van een organisatie', organization: owner.name});
  const {revision} = await server.directory.UpdateOrganization({
    organization: {name: owner.name, display_name: renamed},
    update_mask: {paths: ['display_name']},
  });
  assert.equal((await find({text: renamed, min_revision: revision})).results.length, 1);
  assert.ok(!names(await find({text: old})).includes('Van een organisatie'));
});

test('a text is explained word by word, with the query that it becomes', async () => {
  const answer = await server.search.AnalyzeText({text: 'De opvoedingsondersteuning'});
  assert.deepEqual(answer.tokens.map((token) => [token.word, token.stop_word]), [['de', true], ['opvoedingsondersteuning', false]]);
  const [, long] = answer.tokens;
  assert.ok(long.forms.filter((form) => form.kind === 'part').length >= 2);
  assert.ok(long.steps.length > 0);
  assert.ok(answer.query.startsWith('('));
  await fails(server.search.AnalyzeText({text: 'x'.repeat(1001)}), 'INVALID_ARGUMENT', 'QUERY_TOO_LONG');
});

test('a revision that was never given out is refused', async () => {
  await fails(server.search.SearchServices({min_revision: 1e12}, {deadlineMs: 5000}), 'FAILED_PRECONDITION', 'REVISION_IN_FUTURE');
});

test('open at: by schedule, and what has none is kept', async () => {
  const key = word();
  const weekly = (byday) => [{freq: 'WEEKLY', byday, opens_at: '09:00', closes_at: '17:00'}];
  await create({display_name: `maandag ${key}`, schedules: weekly('MO')});
  await create({display_name: `dinsdag ${key}`, schedules: weekly('TU')});
  const {revision} = await create({display_name: `altijd ${key}`});
  const monday = {seconds: Date.UTC(2026, 10, 23, 10) / 1000}; // 11:00 in the Netherlands
  const found = names(await find({text: key, filter: {open_at: monday}, min_revision: revision})).map((name) => name.split(' ')[0]);
  assert.deepEqual(found.sort(), ['altijd', 'maandag']);
  const evening = {seconds: Date.UTC(2026, 10, 23, 20) / 1000};
  assert.deepEqual(names(await find({text: key, filter: {open_at: evening}})), [`altijd ${key}`]);
});

test('all faults of a search are told at once', async () => {
  const error = await fails(
    find({
      age_years: -1,
      page_size: -1,
      facets: ['colour'],
      filter: {kinds: ['zweverij'], problems: ['x'], languages: ['nederlands'], levels: [0, 77], radius_m: -5, min_quality: 3},
    }),
    'INVALID_ARGUMENT',
    'FIELD_INVALID',
  );
  const fields = error.violations.map(({field}) => field);
  for (const field of [
    'age_years',
    'page_size',
    'facets[0]',
    'filter.kinds[0]',
    'filter.problems[0]',
    'filter.languages[0]',
    'filter.levels[0]',
    'filter.levels[1]',
    'filter.radius_m',
    'filter.min_quality',
  ]) {
    assert.ok(fields.includes(field), `${field} is not in ${fields}`);
  }
  await fails(find({text: 'x'.repeat(1001)}), 'INVALID_ARGUMENT', 'QUERY_TOO_LONG');
});

test('what was typed while typing is completed', async () => {
  const {suggestions} = await server.search.SuggestTerms({text: 'sch'});
  assert.ok(suggestions.length > 0 && suggestions.length <= 10);
  assert.ok(
    suggestions.some(({kind, code}) => kind === 'problem' && code === 'scheid'),
    JSON.stringify(suggestions),
  );
  const kindsOf = async (text) => new Set((await server.search.SuggestTerms({text, page_size: 20})).suggestions.map(({kind}) => kind));
  assert.ok((await kindsOf('eiberg')).has('place'));
  assert.ok((await kindsOf('voormek')).has('service'));
  assert.equal((await server.search.SuggestTerms({text: 'a', page_size: 3})).suggestions.length, 3);
  await fails(server.search.SuggestTerms({text: ''}), 'INVALID_ARGUMENT');
});

test('markup in a description comes out as text', async () => {
  const key = word();
  const {revision} = await create({display_name: 'Opmaak', description: `<script>alert(1)</script> ${key} & "aanhalingstekens"`});
  const {results} = await find({text: key, min_revision: revision});
  assert.ok(!/<(?!\/?mark>)/.test(results[0].snippet), results[0].snippet);
  assert.ok(results[0].snippet.includes(`<mark>${key}</mark>`), results[0].snippet);
});

test('the confidential addresses are in no answer', async () => {
  for (const text of ['', ...secrets, '7002 HT', 'vrouwenopvang']) {
    const answer = JSON.stringify(await findAll({text, filter: {include_temporarily_closed: true}}));
    for (const secret of secrets) assert.ok(!answer.includes(secret), secret);
  }
  for (const secret of secrets)
    assert.deepEqual(
      (await find({text: secret})).results.filter(({snippet}) => snippet.includes('<mark>Geheimadres')),
      [],
    );
  const {results} = await find({text: 'vrouwenopvang kinderen achterhoek'});
  const shelter = results.find(({service}) => service.display_name.startsWith('Vrouwenopvang'));
  assert.ok(shelter, names({results}).join(', '));
  const [{location_detail}] = shelter.service.service_at_locations;
  assert.equal(location_detail.confidential, true);
  assert.deepEqual([location_detail.latitude, location_detail.longitude], [undefined, undefined]);
  assert.ok(location_detail.addresses.every(({address_1, postal_code}) => address_1 === '' && postal_code === ''));
  assert.equal(shelter.distance_m, undefined);
});

test('the supply of a gemeente is counted by problem and step', async () => {
  const supply = await server.search.DescribeSupply({place: {text: 'Eibergen'}});
  assert.equal(supply.place.display_name, 'Berkelland');
  assert.equal(supply.rows[0].problem, '');
  for (const row of supply.rows) assert.equal(row.cells.length, supply.levels.length, row.problem);
  const {services, fresh, aging, stale, never} = supply.freshness;
  assert.ok(services > 0);
  assert.equal(fresh + aging + stale + never, services);
  const own = supply.municipalities.find(({municipality}) => municipality.code === 'GM1859');
  assert.equal(own.services, services);
  const empty = supply.rows.slice(1).flatMap(({cells}) => cells.filter(({services: count}, i) => supply.levels[i].offered && count === 0));
  assert.equal(own.gaps, empty.length);
  assert.ok(empty.every(({gap}) => gap));
  const everywhere = await server.search.DescribeSupply({});
  assert.ok(everywhere.freshness.services > services);
  assert.deepEqual(everywhere.municipalities, supply.municipalities);
  await fails(server.search.DescribeSupply({age_years: -1}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(server.search.DescribeSupply({place: {text: 'Hengelo'}}), 'INVALID_ARGUMENT', 'PLACE_INVALID');
});
