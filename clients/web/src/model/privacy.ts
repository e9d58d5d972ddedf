// Recognises personal data while it is typed, so that it is refused before anything leaves the page. The server masks again, and more
// (names, addresses): this is the part that can be said with certainty and explained in one line.

export type PersonalData = 'bsn' | 'phone' | 'email' | 'birth_date';

export interface Finding {
  kind: PersonalData;
  begin: number;
  end: number;
}

// The 11-test: weights 9..2 and -1. Eight digits are a number that lost its leading zero.
export function isBsn(digits: string): boolean {
  if (!/^\d{8,9}$/.test(digits)) return false;
  const all = digits.padStart(9, '0');
  let sum = 0;
  for (let i = 0; i < 9; ++i) sum += Number(all[i]) * (i === 8 ? -1 : 9 - i);
  return sum > 0 && sum % 11 === 0;
}

// National numbers that belong to no person: help lines and services.
const publicPhone = /^(?:0(?:800|900|906|909|88|85|14)|14\d|112|113)/;

function isPhone(digits: string, plus: boolean): boolean {
  const local = digits.replace(plus ? /^310?/ : /^00310?/, '0');
  return local.length === 10 && /^0[1-9]/.test(local) && !publicPhone.test(local);
}

function isDate(first: number, month: number, last: number): boolean {
  const day = first > 31 ? last : first;
  const year = first > 31 ? first : last;
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && (year < 100 || (year >= 1900 && year <= 2099));
}

const months = 'jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?';

// Each pattern with the test that its match must pass. First come, first served: what one row took, the next does not look at.
const rows: {kind: PersonalData; pattern: RegExp; test: (match: RegExpExecArray) => boolean}[] = [
  {kind: 'email', pattern: /[\p{L}\d._%+-]+ ?@ ?[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, test: () => true},
  {kind: 'birth_date', pattern: /(?<![\d.])(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?![\d]|[-/. ]\d)/g, test: ([, a, b, c]) => isDate(Number(a), Number(b), Number(c))},
  {kind: 'birth_date', pattern: new RegExp(`(?<!\\d)([0-3]?\\d)[- ](?:${months})[-. ]+((?:19|20)\\d\\d|'?\\d\\d)(?!\\d)`, 'gi'), test: ([, day]) => Number(day) >= 1 && Number(day) <= 31},
  {kind: 'birth_date', pattern: /\bgeb(?:oren|oortedatum|dat(?:um)?)?[.: ]+(?:op )?\d{1,2}[-/. ]\d{1,2}(?![\d])/gi, test: () => true},
  {kind: 'phone', pattern: /(?<![\d\p{L}])(\+)?\d(?:[-./() ]{0,3}\d){8,13}(?!\d)/gu, test: ([all, plus]) => isPhone(all.replace(/\D/g, ''), plus !== undefined)},
  {kind: 'bsn', pattern: /(?<![\d\p{L}])\d(?:[-. ]?\d){7,8}(?![\d\p{L}])/gu, test: ([all]) => isBsn(all.replace(/\D/g, ''))},
];

// What looks like personal data in a text, in order of place.
export function findPersonalData(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const {kind, pattern, test} of rows) {
    for (const found of text.matchAll(pattern)) {
      const begin = found.index;
      const end = begin + found[0].length;
      if (test(found) && !findings.some((other) => begin < other.end && other.begin < end)) findings.push({kind, begin, end});
    }
  }
  return findings.sort((a, b) => a.begin - b.begin);
}

// The last word, when it may be sent to ask for completions: letters only, so that no half-typed number or address goes out.
export function completable(text: string): string | undefined {
  if (findPersonalData(text).length > 0) return undefined;
  return /(?:^|\s)(\p{L}[\p{L}'-]+)$/u.exec(text)?.[1];
}
