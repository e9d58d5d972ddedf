// Numbers and dates as people read them. Pure; `today` is a parameter where the day matters.
import {currentLanguage, t} from '../text/index.ts';

const locale = () => (currentLanguage() === 'nl' ? 'nl-NL' : 'en-GB');
const dayMs = 86_400_000;

// "2026-11-01" or a date-time; "" when it is no date.
export function formatDate(iso: string | undefined): string {
  const date = new Date(`${(iso ?? '').slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale(), {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'}).format(date);
}

export const today = () => new Intl.DateTimeFormat(currentLanguage() === 'nl' ? 'nl-NL' : 'en-GB', {day: 'numeric', month: 'long', year: 'numeric'}).format(new Date());

export function daysSince(iso: string | undefined, now = Date.now()): number | undefined {
  const then = Date.parse(`${(iso ?? '').slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(then) ? undefined : Math.floor((now - then) / dayMs);
}

// Metres below a kilometre in steps of 100, one decimal below ten.
export function formatDistance(meters: number): string {
  const number = (value: number, digits: number) => new Intl.NumberFormat(locale(), {maximumFractionDigits: digits}).format(value);
  if (meters < 950) return `${number(Math.max(100, Math.round(meters / 100) * 100), 0)} m`;
  return `${number(meters / 1000, meters < 9950 ? 1 : 0)} km`;
}

const years = (value: number) => new Intl.NumberFormat(locale(), {maximumFractionDigits: 1}).format(value);

export function formatAges(from: number | undefined, to: number | undefined): string {
  if (from === undefined && to === undefined) return t('ageUnknown');
  if (from === undefined) return t('ageTo', {to: years(to ?? 0)});
  if (to === undefined) return t('ageFrom', {from: years(from)});
  return t('ageRange', {from: years(from), to: years(to)});
}

// "8", "8,5" or "8 jaar": years; undefined for nothing; NaN for what is no age.
export function parseAge(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.').replace(/\s*(jaar|jr|j|years?)\.?$/i, '');
  if (trimmed === '') return undefined;
  const age = /^\d{1,3}(\.\d+)?$/.test(trimmed) ? Number(trimmed) : NaN;
  return age <= 130 ? age : NaN;
}

// For a tel: link.
export const telephone = (number: string) => number.replace(/[^\d+]/g, '');
