// Chooses the table of strings. `t` is read at each render, so that a switch of language shows at once.
import {en} from './en.ts';
import {nl, type Table} from './nl.ts';

export type Language = 'nl' | 'en';
type StringKey = {[K in keyof Table]: Table[K] extends string ? K : never}[keyof Table];

let current: Table = nl;
let language: Language = 'nl';

export function setLanguage(next: Language): void {
  language = next;
  current = next === 'en' ? en : nl;
  document.documentElement.lang = next;
  document.title = current.title;
}

export const currentLanguage = () => language;
export const table = () => current;

export function t(key: StringKey, values: Record<string, string | number> = {}): string {
  return (current[key] as string).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// For keys that are put together from a code: `state_STATE_NEXT`. An unknown code reads as nothing.
export function maybe(key: string): string {
  const value = (current as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : '';
}

// The attribute for text that comes from the directory and is Dutch whatever the language of the page.
export const dutch = () => (language === 'nl' ? {} : {lang: 'nl'});
