// A service as the page shows it: the same facts in the same order on a card, a page and a comparison. Pure.
import type {Fit, Schedule, Service, Suggestion} from '../api/types.ts';
import {maybe, t} from '../text/index.ts';
import {accessName, kindName, levelName, problemName} from './domain.ts';
import {daysSince, formatAges, formatDate, formatDistance} from './format.ts';

export interface Fact {
  label: string;
  text: string;
  warn?: boolean;  // said with a sign and words, never by colour alone
}

export interface Found {
  service: Service;
  distanceM?: number | undefined;
  distanceApproximate?: boolean | undefined;
  areaFit?: Fit | undefined;
  contractFit?: Fit | undefined;
}

export const waitingText = (service: Service): string => {
  const days = service.profile?.waitingDays;
  const date = formatDate(service.profile?.waitingMeasuredDate);
  if (days === undefined || date === '') return t('waitingUnknown');
  return days === 0 ? t('waitingNone', {date}) : days === 1 ? t('waitingOne', {date}) : t('waitingDays', {days, date});
};

export function checkedFact(service: Service): Fact {
  const age = daysSince(service.assuredDate);
  const label = t('labelChecked');
  if (age === undefined) return {label, text: t('checkedNever'), warn: true};
  const date = formatDate(service.assuredDate);
  return age > 365 ? {label, text: t('checkedOld', {date}), warn: true} : {label, text: date};
}

export const isVirtual = (service: Service) =>
  (service.serviceAtLocations ?? []).length > 0 && (service.serviceAtLocations ?? []).every(({locationDetail}) => locationDetail?.locationType === 'LOCATION_TYPE_VIRTUAL');

function distanceFact({service, distanceM, distanceApproximate}: Found): Fact[] {
  const label = t('labelDistance');
  if (distanceM !== undefined) return [{label, text: t(distanceApproximate ? 'awayAbout' : 'away', {distance: formatDistance(distanceM)})}];
  return isVirtual(service) ? [{label, text: t('distanceOnline')}] : [];
}

// Names that hold commas themselves, as one text: "Vrij toegankelijk; met verwijzing van huisarts, jeugdarts of medisch specialist".
const listed = (names: string[]) => names.map((name, index) => (index > 0 && /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name)).join('; ');

const accessText = (service: Service) => listed((service.profile?.access ?? []).map(accessName)) || t('unknown');

// What decides whether to call: on every card.
export function shortFacts(found: Found): Fact[] {
  const {service, areaFit, contractFit} = found;
  const facts: Fact[] = [{label: t('labelAge'), text: formatAges(service.minimumAge, service.maximumAge)}, ...distanceFact(found), {label: t('labelAccess'), text: accessText(service)}];
  if (service.feesDescription) facts.push({label: t('labelCost'), text: service.feesDescription});
  facts.push({label: t('labelWaiting'), text: waitingText(service)}, checkedFact(service));
  facts.push(...some(t('labelNotFor'), [listed((service.profile?.excludedProblems ?? []).map(problemName))]));
  if (areaFit === 'FIT_UNKNOWN') facts.push({label: t('labelArea'), text: t('fitUnknown_area'), warn: true});
  if (areaFit === 'FIT_NO') facts.push({label: t('labelArea'), text: t('fitNo_area'), warn: true});
  if (contractFit === 'FIT_UNKNOWN') facts.push({label: t('labelContract'), text: t('fitUnknown_contract'), warn: true});
  return facts;
}

const scheduleText = ({byday = '', opensAt = '', closesAt = '', description = ''}: Schedule) => {
  const days = byday.split(',').map((day) => maybe(`day_${day.trim()}`)).filter(Boolean).join(', ');
  const hours = opensAt && closesAt ? `${opensAt.slice(0, 5)}–${closesAt.slice(0, 5)}` : '';
  return [[days, hours].filter(Boolean).join(' '), description].filter(Boolean).join(': ');
};

const some = (label: string, texts: (string | undefined)[], separator = ', '): Fact[] => {
  const text = texts.filter((one) => one !== undefined && one !== '').join(separator);
  return text === '' ? [] : [{label, text}];
};

export function places(service: Service): string[] {
  return (service.serviceAtLocations ?? []).flatMap(({locationDetail: location}) => {
    if (!location || location.locationType === 'LOCATION_TYPE_VIRTUAL') return [];
    const {address1 = '', postalCode = '', city = ''} = location.addresses?.[0] ?? {};
    const address = [address1, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
    return [location.confidential ? [city, t('addressSecret')].filter(Boolean).join(': ') : address || location.displayName || ''];
  }).filter(Boolean);
}

const gemeente = /^gemeente /i;

// "Gemeenten Aalten, Berkelland en Winterswijk" of areas that each begin with that word, whether apart or in one name; others one by one.
function areaText(service: Service): string {
  const names = (service.serviceAreas ?? []).map((area) => (area.extent === 'NL' ? t('everyNetherlands') : (area.name ?? ''))).flatMap((name) => name.split(/, (?=gemeente )/i)).filter((name) => name !== '');
  const towns = names.filter((name) => gemeente.test(name));
  if (towns.length < 2) return names.join(', ');
  const joined = `Gemeenten ${new Intl.ListFormat('nl', {type: 'conjunction'}).format(towns.map((name) => name.replace(gemeente, '')))}`;
  return [joined, ...names.filter((name) => !gemeente.test(name))].join('; ');
}

export const applyFact = (service: Service): Fact[] => some(t('labelApply'), [service.applicationProcess]);

// The rest: who, where, when, for whom and for whom not.
export function longFacts(service: Service): Fact[] {
  const {profile} = service;
  return [
    ...some(t('labelFor'), [profile?.problems?.length ? listed(profile.problems.map(problemName)) : t('general')]),
    ...some(t('labelConditions'), [service.eligibilityDescription]),
    ...some(t('labelStep'), [listed((profile?.levels ?? []).map(levelName))]),
    ...some(t('labelKind'), [profile?.kind ? kindName(profile.kind) : '']),
    ...some(t('labelWhere'), places(service), '; '),
    ...some(t('labelArea'), [areaText(service)]),
    ...some(t('labelOpen'), (service.schedules ?? []).map(scheduleText), '; '),
    ...some(t('labelLanguages'), (service.languages ?? []).map((language) => language.name)),
  ];
}

// The rows of a comparison: every label that any of them has, in one order.
export function comparison(services: Service[]): {label: string; cells: (Fact | undefined)[]}[] {
  const columns = services.map((service) => [...shortFacts({service}), ...applyFact(service), ...longFacts(service)]);
  const labels = [...new Set(columns.flat().map((fact) => fact.label))];
  return labels.map((label) => ({label, cells: columns.map((facts) => facts.find((fact) => fact.label === label))}));
}

export interface Why {
  text: string;
  sure: boolean;  // a yes; else it is to be asked
}

// Reasons that a fact of the card does not say already; what is sure comes first.
const saidByFacts = new Set(['fit.distance', 'fit.assured', 'fit.waiting', 'fit.closed']);
export function whyTexts(suggestion: Suggestion): Why[] {
  const fits: Record<string, Fit | undefined> = {
    'fit.problem': suggestion.problemFit,
    'fit.age': suggestion.ageFit,
    'fit.area': suggestion.areaFit,
    'fit.access': suggestion.accessFit,
    'fit.contract': suggestion.contractFit,
  };
  return (suggestion.reasons ?? [])
    .filter(({rule = '', text = ''}) => text !== '' && !saidByFacts.has(rule))
    .map(({rule = '', text = ''}) => ({text, sure: (fits[rule] ?? 'FIT_YES') === 'FIT_YES'}))
    .sort((a, b) => Number(b.sure) - Number(a.sure));
}

export interface Point {
  latitude: number;
  longitude: number;
  name: string;
  id: string;
}

export function points(services: Service[]): Point[] {
  return services.flatMap((service) =>
    (service.serviceAtLocations ?? []).flatMap(({locationDetail: location}) =>
      location?.latitude !== undefined && location.longitude !== undefined && !location.confidential
        ? [{latitude: location.latitude, longitude: location.longitude, name: service.displayName ?? '', id: service.name ?? ''}]
        : [],
    ),
  );
}

// A snippet of the server: HTML-escaped, with <mark> and nothing else. In parts, so that it never becomes HTML here.
export function snippetParts(snippet: string): {text: string; marked: boolean}[] {
  const entities: Record<string, string> = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'"};
  return snippet
    .split(/(<mark>.*?<\/mark>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const marked = part.startsWith('<mark>');
      return {marked, text: (marked ? part.slice(6, -7) : part).replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)};
    });
}
