import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './load.mjs';

const page = await load('model/format.ts', 'model/route.ts', 'model/service_view.ts', 'model/leaflet.ts', 'model/supply.ts', 'model/region.ts', 'text/index.ts', 'text/nl.ts', 'text/en.ts');

test('the two tables of strings have the same keys, kinds and places to fill in', () => {
  const holes = (value) => JSON.stringify(value).match(/\{\w+\}/g)?.sort().join() ?? '';
  assert.deepEqual(Object.keys(page.en), Object.keys(page.nl));
  for (const [key, dutch] of Object.entries(page.nl)) {
    assert.equal(typeof page.en[key], typeof dutch, key);
    assert.equal(page.en[key].length > 0, true, key);
    if (Array.isArray(dutch)) assert.equal(page.en[key].length, dutch.length, key);
    assert.equal(holes(page.en[key]), holes(dutch), key);
  }
});

test('ages are read as people write them', () => {
  for (const [text, years] of [['8', 8], [' 8,5 ', 8.5], ['8 jaar', 8], ['14j', 14], ['', undefined], ['130', 130]]) assert.equal(page.parseAge(text), years, text);
  for (const text of ['131', 'acht', '-1', '8-9']) assert.ok(Number.isNaN(page.parseAge(text)), text);
});

test('distances and ages are said in round numbers', () => {
  for (const [meters, text] of [[20, '100 m'], [449, '400 m'], [949, '900 m'], [951, '1 km'], [5240, '5,2 km'], [46_700, '47 km']]) assert.equal(page.formatDistance(meters), text);
  for (const [from, to, text] of [[4, 12, '4 t/m 12 jaar'], [0, 17.5, '0 t/m 17,5 jaar'], [undefined, 18, 't/m 18 jaar'], [12, undefined, 'vanaf 12 jaar'], [undefined, undefined, 'leeftijd onbekend']]) assert.equal(page.formatAges(from, to), text);
});

test('an address of the page reads back as what it was made of, and holds codes alone', () => {
  const id = '51861013-af85-51a9-ba0f-6c1d8877c867';
  const routes = [
    {view: 'consult'}, {view: 'leaflet'}, {view: 'help'}, {view: 'service', id}, {view: 'compare', ids: [id, id]}, {view: 'supply', municipality: ''}, {view: 'supply', municipality: 'GM1859'},
    {view: 'search', levels: ['wijkteam', 'basis'], kinds: ['school'], problems: [], free: true}, {view: 'search', levels: [], kinds: [], problems: [], free: false},
  ];
  for (const route of routes) assert.deepEqual(page.parseRoute(page.toHash(route)), route);
  assert.deepEqual(page.parseRoute('#/zoeken?stap=wijkteam,boze jongen van 8'), {view: 'search', levels: ['wijkteam'], kinds: [], problems: [], free: false});
  assert.deepEqual(page.parseRoute('#/nergens'), {view: 'consult'});
});

test('a record that nobody checked says so, with a sign', () => {
  assert.deepEqual(page.checkedFact({}), {label: 'Nagekeken', text: 'nooit nagekeken: bel eerst', warn: true});
  assert.equal(page.checkedFact({assuredDate: '2019-03-01'}).warn, true);
  const today = new Date().toISOString().slice(0, 10);
  assert.equal(page.checkedFact({assuredDate: today}).warn, undefined);
});

test('a waiting time comes with its date or not at all', () => {
  assert.equal(page.waitingText({profile: {waitingDays: 12, waitingMeasuredDate: '2026-11-02'}}), '12 dagen, gemeten op 2 november 2026');
  assert.equal(page.waitingText({profile: {waitingDays: 0, waitingMeasuredDate: '2026-11-02'}}), 'geen, gemeten op 2 november 2026');
  assert.equal(page.waitingText({profile: {waitingDays: 12}}), 'niet bekend');
  assert.equal(page.waitingText({}), 'niet bekend');
});

test('a secret address is never shown, on no list and no map', () => {
  const service = {serviceAtLocations: [{locationDetail: {confidential: true, latitude: 52, longitude: 6, addresses: [{address1: 'Geheimadresstraat 1', city: 'Aalten'}]}}]};
  assert.deepEqual(page.places(service), ['Aalten: adres is geheim']);
  assert.deepEqual(page.points([service]), []);
});

test('what is not sure is asked, after what is', () => {
  const reasons = [{rule: 'fit.area', text: 'Werkgebied?'}, {rule: 'fit.problem', text: 'Voor deze vraag.'}, {rule: 'fit.assured', text: 'datum'}];
  assert.deepEqual(page.whyTexts({reasons, areaFit: 'FIT_UNKNOWN', problemFit: 'FIT_YES'}), [{text: 'Voor deze vraag.', sure: true}, {text: 'Werkgebied?', sure: false}]);
});

test('names with commas of their own stay apart, and gemeenten are named once', () => {
  const textOf = (facts, label) => facts.find((fact) => fact.label === label)?.text;
  const service = {
    profile: {access: ['vrij', 'verwijzing'], problems: ['relaties', 'midd'], excludedProblems: ['midd', 'eten'], levels: ['HELP_LEVEL_PRACTICE_SUPPORT', 'HELP_LEVEL_BASIC_CARE']},
    serviceAreas: [{name: 'Gemeente Aalten'}, {name: 'Gemeente Oost Gelre'}, {name: 'Gemeente Winterswijk'}, {name: 'Provincie Drenthe'}],
  };
  assert.equal(textOf(page.shortFacts({service}), 'Toegang'), 'Vrij toegankelijk; met verwijzing van huisarts, jeugdarts of medisch specialist');
  assert.equal(textOf(page.shortFacts({service}), 'Niet voor'), 'Alcohol, drugs en roken; eten en gewicht');
  assert.equal(textOf(page.longFacts(service), 'Stap'), 'POH-jeugd in de huisartsenpraktijk; basis-ggz en ambulante jeugdhulp');
  assert.equal(textOf(page.longFacts(service), 'Werkgebied'), 'Gemeenten Aalten, Oost Gelre en Winterswijk; Provincie Drenthe');
  assert.equal(textOf(page.longFacts({serviceAreas: [{name: 'Gemeente Aalten'}]}), 'Werkgebied'), 'Gemeente Aalten');
  assert.equal(textOf(page.longFacts({serviceAreas: [{name: 'Gemeente Aalten, Gemeente Berkelland'}]}), 'Werkgebied'), 'Gemeenten Aalten en Berkelland');
  assert.equal(textOf(page.longFacts({}), 'Werkgebied'), undefined);
});

test('a comparison has a row for every fact that any has', () => {
  const rows = page.comparison([{displayName: 'a', feesDescription: 'Gratis.'}, {displayName: 'b'}]);
  const cost = rows.find(({label}) => label === 'Kosten');
  assert.deepEqual(cost.cells.map((cell) => cell?.text), ['Gratis.', undefined]);
});

test('a snippet becomes text, whatever stands in it', () => {
  assert.deepEqual(page.snippetParts('a &lt;b&gt; <mark>boos &amp; moe</mark>'), [{text: 'a <b> ', marked: false}, {text: 'boos & moe', marked: true}]);
});

test('the leaflet has headings, lists and phone numbers', () => {
  const sections = page.leafletSections('Goed dat u komt.\n\nEerst de veiligheid.\nBel Veilig Thuis.\n- Veilig Thuis: 0800-2000\n\nHier kunt u terecht:\n- Spreekuur (0545 000 106)\n- School');
  assert.deepEqual(sections, [
    {heading: '', paragraphs: ['Goed dat u komt.'], items: []},
    {heading: 'Eerst de veiligheid.', paragraphs: ['Bel Veilig Thuis.'], items: [{text: 'Veilig Thuis', phone: '0800-2000'}]},
    {heading: 'Hier kunt u terecht:', paragraphs: [], items: [{text: 'Spreekuur', phone: '0545 000 106'}, {text: 'School', phone: ''}]},
  ]);
});

test('the heat table has a cell for every step, and warmth from one to four', () => {
  const {rows, most} = page.supplyRows({levels: [{}, {}], rows: [{problem: '', cells: [{services: '90'}]}, {problem: 'boos', displayName: 'Boos', cells: [{services: '16'}, {gap: true}]}]});
  assert.equal(most, 16);
  assert.deepEqual(rows[0].cells, [{services: '90'}, {}]);
  assert.deepEqual([1, 2, 5, 10, 16].map((count) => page.heat(count, 16)), [1, 2, 3, 4, 4]);
});

test('the kept list is searched by name, organization and topic', () => {
  const region = {place: 'Eibergen', date: '2026-11-22', results: [{service: {displayName: 'Spreekuur', organizationDetail: {displayName: 'CJG'}, profile: {problems: ['boos']}}}, {service: {displayName: 'School'}}]};
  const names = (text) => page.searchRegion(region, text, (codes) => codes.join(' ')).map(({service}) => service.displayName).join();
  for (const [text, found] of [['', 'Spreekuur,School'], ['cjg', 'Spreekuur'], ['BOOS spreek', 'Spreekuur'], ['niets', '']]) assert.equal(names(text), found, text);
});
