// The read API of HSDS 3.1 of a server with the sample region: crawled whole, crawled during writes, and asked what it does not answer.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {secrets, sharedData, startServer} from './harness.mjs';
import {attributes, idOf, organization, service, welfare} from './records.mjs';

const collections = ['services', 'organizations', 'service_at_locations', 'taxonomies', 'taxonomy_terms'];

let server;
before(async () => {
  server = await startServer({args: ['--verbose']});
  await server.importSample();
  await server.settled();
});
after(() => server.stop());

const ask = (target, options) => fetch(`${server.http}/hsds/${target}`, options);
async function get(target) {
  const response = await ask(target);
  const text = await response.text();
  assert.equal(response.status, 200, `${target}: ${text.slice(0, 500)}`);
  assert.equal(response.headers.get('content-type'), 'application/json', target);
  return JSON.parse(text);
}
const search = (body) => ask('services/search', {method: 'POST', body: JSON.stringify(body), headers: {'Content-Type': 'application/json'}});

// Every record of a list, page by page; what each page says of itself must add up. `between` runs after each page but the last.
async function crawl(list, query = {}, between = async () => {}) {
  const records = [];
  const perPage = query.per_page ?? 50;
  for (let page = 1; ; ++page) {
    const answer = await get(`${list}?${new URLSearchParams({...query, page})}`);
    const {contents, size, total_pages: pages} = answer;
    assert.deepEqual(Object.keys(answer), ['total_items', 'total_pages', 'page_number', 'size', 'first_page', 'last_page', 'empty', 'contents']);
    assert.equal(answer.page_number, page);
    assert.equal(size, contents.length);
    assert.ok(size <= perPage);
    assert.equal(answer.first_page, page === 1);
    assert.equal(answer.last_page, page >= pages);
    assert.equal(answer.empty, size === 0 && answer.last_page);
    records.push(...contents);
    if (answer.last_page) return {records, total: answer.total_items, pages};
    await between(page);
  }
}
const ids = (records) => records.map(({id}) => id);

test('says where its documents are', async () => {
  const about = await get('');
  assert.deepEqual(about, {version: '3.1', profile: `${server.http}/hsds/profile`, openapi_url: `${server.http}/hsds/openapi.json`});
  const profile = await fetch(about.profile);
  assert.equal(profile.headers.get('content-type'), 'text/markdown; charset=utf-8');
  assert.match(await profile.text(), /^# The Dutch profile of HSDS 3\.1/);
});

test('every list is whole at every size of its pages', async () => {
  const there = {
    services: (await server.listAll('ListServices', 'services')).map(({name}) => idOf(name)),
    organizations: (await server.listAll('ListOrganizations', 'organizations')).map(({name}) => idOf(name)),
    service_at_locations: (await server.listAll('ListServices', 'services')).flatMap((one) => one.service_at_locations.map(({id}) => id)),
  };
  for (const list of collections) {
    const whole = await crawl(list, {per_page: 1000});
    assert.equal(new Set(ids(whole.records)).size, whole.total, list);
    if (there[list]) assert.deepEqual(ids(whole.records).sort(), there[list].sort(), list);
    for (const per_page of [7, 50]) {
      const {records, total, pages} = await crawl(list, {per_page});
      assert.deepEqual(records, whole.records, `${list} by ${per_page}`);
      assert.equal(total, records.length);
      assert.equal(pages, Math.ceil(total / per_page));
    }
    const lines = (await (await ask(`${list}?format=ndjson`)).text()).trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines, whole.records, `${list} as lines`);
  }
});

test('a record by its id is the one of the full list, and that is what an export writes', async () => {
  for (const list of ['services', 'service_at_locations', 'organizations']) {
    const {records} = await crawl(list, {per_page: 200, full: true});
    for (const record of records.filter((_, i) => i % 7 === 0)) assert.deepEqual(await get(`${list}/${record.id}`), record, list);
  }
  const steady = (value) =>
    JSON.parse(JSON.stringify(value), (key, one) => {
      if (one?.taxonomy_term) return {...one, taxonomy_term: {...one.taxonomy_term, id: '', taxonomy_id: ''}};
      return key === 'last_modified' ? '' : one;
    });
  const exported = new Map((await server.exportAll()).map((line) => JSON.parse(line)).map((one) => [one.id, one]));
  for (const record of (await crawl('services', {per_page: 500, full: true})).records) {
    assert.deepEqual(steady(record), steady({last_modified: '', ...exported.get(record.id)}), record.name);
  }
});

test('every term and taxonomy that a record names is listed under the id it has there', async () => {
  const terms = new Map((await crawl('taxonomy_terms')).records.map((one) => [one.id, one]));
  const taxonomies = new Map((await crawl('taxonomies')).records.map((one) => [one.id, one]));
  let named = 0;
  for (const record of (await crawl('services', {per_page: 500, full: true})).records) {
    JSON.stringify(record, (key, value) => {
      if (key !== 'taxonomy_term') return value;
      ++named;
      assert.equal(terms.get(value.id)?.code, value.code, JSON.stringify(value));
      assert.equal(taxonomies.get(value.taxonomy_id)?.name, value.taxonomy, JSON.stringify(value));
      return value;
    });
  }
  assert.ok(named > 3000, `${named}`);
  for (const [list, known] of [['taxonomy_terms', terms], ['taxonomies', taxonomies]]) {
    for (const [id, one] of known) assert.deepEqual(await get(`${list}/${id}`), one);
  }
});

const schemaFolder = sharedData('hsds/hsds-3.1-dev/schema');
const noSchemas = !existsSync(schemaFolder) && `no HSDS schemas at ${schemaFolder}: set SOCIALEKAART_SHARED_DATA`;
test('every record is valid HSDS 3.1', {skip: noSchemas}, async () => {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  addFormats(ajv);
  for (const folder of ['', 'compiled/']) {
    for (const name of readdirSync(path.join(schemaFolder, folder)).filter((one) => one.endsWith('.json') && one !== 'openapi.json')) {
      ajv.addSchema(JSON.parse(readFileSync(path.join(schemaFolder, folder, name), 'utf8')), folder + name);
    }
  }
  for (const [target, schema] of [
    ['services', 'compiled/service_list.json'],
    ['services?full=true', 'service.json'],
    ['services?full_organization=true', 'compiled/service_list.json'],
    ['organizations', 'compiled/organization_list.json'],
    ['organizations?full=true', 'organization.json'],
    ['organizations?full_service=true', 'organization.json'],
    ['service_at_locations', 'compiled/service_at_location_list.json'],
    ['service_at_locations?full=true', 'service_at_location.json'],
    ['taxonomies', 'taxonomy.json'],
    ['taxonomy_terms', 'taxonomy_term.json'],
  ]) {
    const [list, query] = target.split('?');
    const {records} = await crawl(list, {...Object.fromEntries(new URLSearchParams(query)), per_page: 200});
    assert.ok(records.length > 5, target);
    const isValid = ajv.getSchema(schema);
    for (const record of records) assert.ok(isValid(record), `${target} ${record.id}: ${ajv.errorsText(isValid.errors)}`);
    const isService = ajv.getSchema('service.json');
    for (const inside of records.flatMap((record) => record.services ?? (record.service ? [record.service] : []))) {
      assert.ok(isService(inside), `${target} ${inside.id}: ${ajv.errorsText(isService.errors)}`);
    }
  }
});

test('conditions add up', async () => {
  const all = (await crawl('services', {per_page: 500, full: true})).records;
  const has = (record, taxonomy, code) => record.attributes?.some(({taxonomy_term: term}) => term.taxonomy === taxonomy && (!code || term.code === code));
  const {records: terms} = await crawl('taxonomy_terms', {per_page: 500});
  const anxiety = terms.find(({taxonomy, code}) => taxonomy === 'probleemdomein' && code === 'angst');
  const team = terms.find(({taxonomy, code}) => taxonomy === 'soort' && code === 'wijkteam');
  const owner = all.find((record) => has(record, 'soort', 'wijkteam')).organization.id;
  for (const [query, fits] of [
    [{taxonomy_term_id: anxiety.id}, (one) => has(one, 'probleemdomein', 'angst')],
    [{taxonomy_id: team.taxonomy_id, taxonomy_term_id: anxiety.id}, (one) => has(one, 'soort') && has(one, 'probleemdomein', 'angst')],
    [{organization_id: owner}, (one) => one.organization?.id === owner],
    [{organization_id: owner, taxonomy_term_id: team.id}, (one) => one.organization?.id === owner && has(one, 'soort', 'wijkteam')],
    [{taxonomy_term_id: randomUUID()}, () => false],
    [{modified_after: '2000-01-01'}, () => true],
    [{modified_after: '2100-01-01T00:00:00+01:00'}, () => false],
  ]) {
    const expected = ids(all.filter(fits)).sort();
    assert.deepEqual(ids((await crawl('services', query)).records).sort(), expected, JSON.stringify(query));
    const places = (await crawl('service_at_locations', query)).records;
    assert.deepEqual(new Set(places.map((one) => one.service.id)), new Set(ids(all.filter((one) => fits(one) && one.service_at_locations))), JSON.stringify(query));
  }
  const near = (await crawl('service_at_locations', {postcode: '7151AB', proximity: 3000})).records;
  assert.ok(near.length > 5);
  for (const {location} of near) assert.ok(Math.abs(location.latitude - 52.1) < 0.05 && Math.abs(location.longitude - 6.65) < 0.08, JSON.stringify(location));
  const served = (await crawl('services', {postcode: '7151AB', full: true})).records;
  assert.ok(served.length > near.length / 2 && served.length < all.length);
  const minimal = (await crawl('services', {minimal: true, per_page: 1000})).records;
  assert.deepEqual(minimal, all.map(({id, last_modified}) => ({id, modified_date: last_modified})));
});

test('a search finds what the search of this server finds, best first, and its words stand in a body', async () => {
  const {results} = await server.search.SearchServices({text: 'scheiding boos', filter: {include_temporarily_closed: true}, page_size: 20});
  const expected = results.map(({service: one}) => idOf(one.name));
  const page = await (await search({search: 'scheiding boos', per_page: 20})).json();
  assert.deepEqual(ids(page.contents), expected);
  assert.deepEqual(ids((await get('services?search=scheiding+boos&per_page=20')).contents), expected);
  const narrow = await (await search({search: 'scheiding boos', postcode: '9401', minimal: true, per_page: 1000})).json();
  assert.ok(narrow.total_items > 0 && narrow.total_items < page.total_items);
  assert.equal((await search({search: 'x'})).headers.get('cache-control'), 'no-store');
});

test('what is unknown or malformed is refused by name', async () => {
  for (const [target, named] of [
    ['services?zoek=x', 'zoek'],
    ['services?page=0', 'page'],
    ['services?page=eerste', 'page'],
    ['services?page=1&page=2', 'page'],
    ['services?per_page=1001', 'per_page'],
    ['services?per_page=0', 'per_page'],
    ['services?full=1', 'full'],
    ['services?full=true&minimal=true', 'minimal'],
    ['services?format=csv', 'format'],
    ['services?modified_after=gisteren', 'modified_after'],
    ['services?organization_id=CJG', 'organization_id'],
    ['services?taxonomy_term_id=angst', 'taxonomy_term_id'],
    ['services?search=%ff', 'search'],
    ['services?search=%zz', 'search'],
    [`services?search=${'a'.repeat(1001)}`, 'search'],
    ['services?proximity=100', 'proximity'],
    ['services?postcode=7151AB&proximity=ver', 'proximity'],
    ['services?postcode=straat', 'postcode'],
    ['services?postcode=1000', 'postcode'],
    ['services?format=ndjson&page=x', 'page'],
    ['services/search?page=1', 'page'],
    ['organizations?minimal=true', 'minimal'],
    ['organizations?organization_id=x', 'organization_id'],
    ['taxonomies?full=true', 'full'],
    ['taxonomy_terms?parent_id=x', 'parent_id'],
    ['?x=1', 'x'],
    ['openapi.json?x=1', 'x'],
    [`services/${randomUUID()}?full=true`, 'full'],
  ]) {
    const response = await ask(target);
    const body = await response.json();
    assert.equal(response.status, 400, `${target}: ${JSON.stringify(body)}`);
    assert.equal(body.code, 'invalid_argument');
    assert.ok(body.message.startsWith(`${named}: `), `${target}: ${body.message}`);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  }
  for (const [body, named] of [['', 'body'], ['[]', 'body'], ['{"zoek":"x"}', 'zoek'], ['{"page":1.5}', 'page'], ['{"search":{}}', 'search'], ['{"full":"ja"}', 'full']]) {
    const response = await ask('services/search', {method: 'POST', body, headers: {'Content-Type': 'application/json'}});
    assert.equal(response.status, 400, body);
    assert.ok((await response.json()).message.startsWith(`${named}: `), body);
  }
  assert.equal((await ask('services/search', {method: 'POST', body: '{}', headers: {'Content-Type': 'text/plain'}})).status, 415);
  for (const list of collections) {
    for (const id of [randomUUID(), 'geen', '%00', '%2e%2e%2f']) assert.ok([400, 404].includes((await ask(`${list}/${id}`)).status), `${list}/${id}`);
    assert.equal((await ask(`${list}/${randomUUID()}`)).status, 404);
    assert.equal((await ask(list, {method: 'DELETE'})).status, 405);
  }
  assert.equal((await ask('locations')).status, 404);
});

test('the OpenAPI document tells of everything that is answered, and every parameter in it is taken', async () => {
  const {openapi, servers, paths} = await get('openapi.json');
  assert.match(openapi, /^3\.1/);
  assert.equal(servers[0].url, `${server.http}/hsds`);
  assert.equal(Object.keys(paths).length, 14);
  const sampleOf = ({name, schema}) => {
    if (name === 'postcode') return '7151AB';
    if (schema.enum) return schema.enum[0];
    return {integer: '1', boolean: 'true', string: {uuid: randomUUID(), 'date-time': '2026-01-01T00:00:00Z'}[schema.format] ?? 'x'}[schema.type];
  };
  for (const [target, {get: operation}] of Object.entries(paths)) {
    if (!operation) continue;
    const inQuery = (operation.parameters ?? []).filter((one) => one.in === 'query');
    const id = target.includes('{id}') ? ids((await get(`${target.split('/')[1]}?per_page=1`)).contents)[0] : '';
    const address = target.slice(1).replace('{id}', id);
    assert.equal((await ask(address)).status, 200, target);
    for (const parameter of inQuery) {
      const values = {[parameter.name]: sampleOf(parameter), ...(parameter.name === 'proximity' && {postcode: '7151AB'})};
      const response = await ask(`${address}?${new URLSearchParams(values)}`);
      assert.equal(response.status, 200, `${target} ${parameter.name}: ${await response.text()}`);
    }
  }
});

test('a crawl during writes sees each record once', async () => {
  const createAll = (count, changes) => Promise.all(Array.from({length: count}, (_, i) => server.directory.CreateService({service: service({display_name: `Schrijft ${i}`, ...changes})})));
  const remove = ({name}) => server.directory.DeleteService({name});
  for (const query of [{}, {full: true}, {modified_after: '2000-01-01'}, {postcode: '7151AB'}, {search: 'schrijft'}]) {
    const made = await createAll(40);
    await server.settled();
    const before = ids((await crawl('services', {...query, per_page: 1000})).records);
    const victims = made.filter((_, i) => i % 2 === 0);
    const {records} = await crawl('services', {...query, per_page: 20}, async () => {
      await Promise.all([victims.pop(), victims.shift()].filter(Boolean).map(remove));
      await createAll(2);
      const changed = made[1 + 2 * Math.floor(Math.random() * 19)];
      await server.directory.UpdateService({service: {name: changed.name, attributes: attributes({...welfare, probleemdomein: ['angst']})}, update_mask: {paths: ['attributes']}});
    });
    const deleted = new Set(made.filter((_, i) => i % 2 === 0).filter((one) => !victims.includes(one)).map(({name}) => idOf(name)));
    const seen = ids(records);
    assert.equal(new Set(seen).size, seen.length, `twice: ${JSON.stringify(query)}`);
    assert.deepEqual(before.filter((id) => !deleted.has(id) && !seen.includes(id)), [], `not at all: ${JSON.stringify(query)}`);
    // At rest everything adds up again.
    const {records: rest, total, pages} = await crawl('services', {per_page: 20});
    assert.equal(rest.length, total);
    assert.equal(pages, Math.ceil(total / 20));
    for (const one of await server.listAll('ListServices', 'services')) if (/^Schrijft/.test(one.display_name)) await remove(one);
  }
});

test('what changes is new, and what is deleted is gone', async () => {
  const owner = await server.directory.CreateOrganization({organization: organization()});
  const made = await server.directory.CreateService({service: service({organization: owner.name})});
  const shown = await ask(`services/${idOf(made.name)}`);
  const {last_modified: before} = await shown.json();
  assert.ok(Math.abs(Date.parse(shown.headers.get('last-modified')) - Date.parse(before)) < 1000);
  const unchanged = await ask(`services/${idOf(made.name)}`, {headers: {'If-None-Match': shown.headers.get('etag')}});
  assert.equal(unchanged.status, 304);
  await new Promise((resolve) => setTimeout(resolve, 5)); // the moments are in milliseconds
  await server.directory.UpdateOrganization({organization: {name: owner.name, description: 'Anders'}, update_mask: {paths: ['description']}});
  const {last_modified: later} = await get(`services/${idOf(made.name)}`);
  assert.ok(later > before, `${before} ${later}`);
  assert.deepEqual(ids((await crawl('services', {modified_after: later})).records), [idOf(made.name)]);
  assert.deepEqual(ids((await crawl('organizations', {modified_after: later})).records), [idOf(owner.name)]);
  assert.deepEqual((await get(`organizations/${idOf(owner.name)}`)).services, [{id: idOf(made.name), name: made.display_name, status: 'active'}]);
  await server.directory.DeleteService({name: made.name});
  assert.equal((await ask(`services/${idOf(made.name)}`)).status, 404);
  await server.directory.DeleteOrganization({name: owner.name});
  assert.equal((await ask(`organizations/${idOf(owner.name)}`)).status, 404);
});

test('no secret address leaves, and nothing that was asked is kept', async () => {
  for (const list of collections) {
    const text = JSON.stringify((await crawl(list, {per_page: 500, ...(list.startsWith('taxonom') ? {} : {full: true})})).records);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${list}: ${secret}`);
  }
  const word = 'zuurkoolgeheim';
  await ask(`services?search=${word}`);
  await ask(`services?${word}=1`);
  await ask(`services?search=${word}&format=ndjson`);
  await search({search: word});
  await search({[word]: 1});
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(server.log().some(({method}) => method === 'hsds.List.services'));
  assert.ok(!server.err.includes(word));
});

test('pages of other sites read this API, and no other, when it is open', async () => {
  const origin = {headers: {Origin: 'https://elders.nl'}};
  assert.equal((await ask('services', origin)).headers.get('access-control-allow-origin'), null);
  const open = await startServer({args: ['--http-hsds-open']});
  for (const [target, allowed] of [['/hsds/', '*'], ['/hsds/services', '*'], ['/hsds/services?x=1', '*'], ['/hsds/services?format=ndjson', '*'], ['/livez', null], ['/', null], ['/hsds', null]]) {
    assert.equal((await fetch(open.http + target, origin)).headers.get('access-control-allow-origin'), allowed, target);
  }
  const preflight = await fetch(`${open.http}/hsds/services/search`, {method: 'OPTIONS', ...origin});
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(preflight.headers.get('access-control-allow-methods'), /POST/);
  assert.equal((await fetch(`${open.http}/socialekaart.v1.SearchService/SearchServices`, {method: 'OPTIONS', ...origin})).headers.get('access-control-allow-origin'), null);
  await open.stop();
});
