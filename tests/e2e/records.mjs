// Records to write through the API and to import. Small, whole, and told apart by what a test changes in them.
import {randomUUID} from 'node:crypto';

const term = (taxonomy, code) => ({taxonomy_term: {taxonomy, code, name: code}});

// Attributes of the profile: attributes({hulpniveau: ['vrij-toegankelijk'], soort: ['welzijn']}).
export const attributes = (terms) => Object.entries(terms).flatMap(([taxonomy, codes]) => codes.map((code) => term(taxonomy, code)));

export const welfare = {hulpniveau: ['vrij-toegankelijk'], soort: ['welzijn'], toegang: ['vrij']};

export function service(changes = {}) {
  return {display_name: 'Buitenspelen Eibergen', status: 'SERVICE_STATUS_ACTIVE', attributes: attributes(welfare), ...changes};
}

export function location(changes = {}) {
  return {
    display_name: 'Het Kulturhus',
    location_type: 'LOCATION_TYPE_PHYSICAL',
    latitude: 52.1,
    longitude: 6.65,
    addresses: [address()],
    ...changes,
  };
}

export function address(changes = {}) {
  return {
    address_1: 'Voorbeeldplein 1',
    city: 'Eibergen',
    state_province: 'Gelderland',
    postal_code: '7151 AB',
    country: 'NL',
    address_type: 'LOCATION_TYPE_PHYSICAL',
    ...changes,
  };
}

export function organization(changes = {}) {
  return {display_name: 'Stichting Voorbeeld', description: 'Verzonnen voor deze test.', ...changes};
}

const hsdsTerm = (taxonomy, code) => ({id: randomUUID(), taxonomy_term: {id: randomUUID(), taxonomy, code, name: code, description: ''}});

// One HSDS 3.1 service in the Dutch profile, as a file has it.
export function hsdsService(changes = {}, terms = welfare) {
  return {
    id: randomUUID(),
    name: 'Buitenspelen Eibergen',
    status: 'active',
    description: 'Samen buiten spelen op woensdagmiddag.',
    attributes: Object.entries(terms).flatMap(([taxonomy, codes]) => codes.map((code) => hsdsTerm(taxonomy, code))),
    ...changes,
  };
}

export const ndjson = (records) => records.map((record) => JSON.stringify(record) + '\n').join('');
export const json = (text) => JSON.parse(text);
export const areas = (...codes) => codes.map((extent) => ({extent, extent_type: 'text'}));
export const idOf = (name) => name.split('/')[1];
