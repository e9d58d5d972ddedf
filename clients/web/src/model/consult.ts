// One consult: what was asked, how it was corrected, what came back. Pure functions from state to state; the view does the asking.
// It lives in memory alone, and goes when the page goes.
import type {HelpLevel, MatchRequest, MatchResponse, OpenQuestion, Override, PlaceInput, SafetyAdvice, UnderstoodProblem} from '../api/types.ts';
import {problemName} from './domain.ts';

export interface Consult {
  question: string;        // as asked now: words that were corrected away are blanks, so that offsets keep their meaning
  original: string;        // as typed, for the eye
  codes: string[];         // "probleemdomein:boos"
  ageYears: number | undefined;
  place: PlaceInput | undefined;
  role: string;
  answers: Record<string, number>;    // rating by field, 0..4
  tried: HelpLevel[];
  chosen: Choice | undefined;         // another step than the advised one
  questions: OpenQuestion[];          // every one that was asked so far, in the order in which they came
  response: MatchResponse | undefined;
  keptSafety: SafetyAdvice | undefined;  // of an earlier answer of this consult: a correction never hides a red flag
}

export interface Choice {
  level: HelpLevel;
  reason: string;  // code
}

export interface Typed {
  question: string;
  ageYears: number | undefined;
  place: PlaceInput | undefined;
  role: string;
}

export function newConsult(typed: Typed): Consult {
  return {...typed, original: typed.question, codes: [], answers: {}, tried: [], chosen: undefined, questions: [], response: undefined, keptSafety: undefined};
}

export function toRequest(consult: Consult, servicesPerLevel = 3): MatchRequest {
  return {
    question: consult.question,
    problemCodes: consult.codes,
    ...(consult.ageYears === undefined ? {} : {ageYears: consult.ageYears}),
    ...(consult.place ? {place: consult.place} : {}),
    requesterRole: consult.role,
    assessment: consult.answers,
    triedLevels: consult.tried,
    maxServicesPerLevel: servicesPerLevel,
    ...(consult.chosen ? {chosenLevel: consult.chosen.level, chosenReason: consult.chosen.reason} : {}),
  };
}

// What two answers say about safety, together. `soft` only when both are.
function together(before: SafetyAdvice, now: SafetyAdvice): SafetyAdvice {
  const joined = <T>(one: T[] | undefined, other: T[] | undefined): T[] => [...new Map([...(one ?? []), ...(other ?? [])].map((item) => [JSON.stringify(item), item])).values()];
  return {
    topics: joined(before.topics, now.topics),
    firstStep: joined(before.firstStep?.split('\n'), now.firstStep?.split('\n')).join('\n'),
    helpLines: joined(before.helpLines, now.helpLines),
    reasons: joined(before.reasons, now.reasons),
    steps: joined(before.steps, now.steps),
    reportSteps: joined(before.reportSteps, now.reportSteps),
    soft: before.soft === true && now.soft === true,
  };
}

// Whether an answer says all that was said before, and as loudly.
function covers(now: SafetyAdvice | undefined, before: SafetyAdvice): boolean {
  return now !== undefined && (now.soft !== true || before.soft === true) && (before.topics ?? []).every((topic) => now.topics?.includes(topic));
}

export function withResponse(consult: Consult, response: MatchResponse): Consult {
  const known = new Set(consult.questions.map((question) => question.field));
  const questions = [...consult.questions.filter((question) => answered(consult, question) || response.openQuestions?.some((open) => open.field === question.field))];
  for (const question of response.openQuestions ?? []) if (!known.has(question.field)) questions.push(question);
  const before = consult.keptSafety ?? consult.response?.safety;
  const keptSafety = before === undefined || covers(response.safety, before) ? undefined : together(before, response.safety ?? {soft: true});
  // What became the advice itself, or is not on this ladder, is no choice any more.
  const chosen = response.chosenLevel === undefined ? undefined : consult.chosen;
  return {...consult, response, questions, keptSafety, chosen};
}

// What the banner shows, and whether it comes from before a correction.
export function safetyOf(consult: Consult): {advice: SafetyAdvice; kept: boolean} | undefined {
  if (consult.keptSafety) return {advice: consult.keptSafety, kept: true};
  const advice = consult.response?.safety;
  return advice ? {advice, kept: false} : undefined;
}

const ratingField = (field: string | undefined) => /^assessment\.(\w+)$/.exec(field ?? '')?.[1];

export const answered = (consult: Consult, question: OpenQuestion) => {
  const field = ratingField(question.field);
  return field !== undefined && consult.answers[field] !== undefined;
};

export interface QuestionItem {
  field: string;       // "risk"
  text: string;
  consequence: string;
  rating: number | undefined;
}

// Questions that are answered with a rating, and those that are only to be asked aloud ("safety.*").
export function questionItems(consult: Consult): {rated: QuestionItem[]; spoken: string[]; age: string | undefined} {
  const rated: QuestionItem[] = [];
  const spoken: string[] = [];
  let age: string | undefined;
  for (const {field = '', text = '', consequence = ''} of consult.questions) {
    const rating = ratingField(field);
    if (rating) rated.push({field: rating, text, consequence, rating: consult.answers[rating]});
    else if (field === 'age_years') age = text;
    else spoken.push(text);
  }
  return {rated, spoken, age};
}

export function answer(consult: Consult, field: string, rating: number | undefined): Consult {
  const answers = {...consult.answers};
  if (rating === undefined) delete answers[field];
  else answers[field] = rating;
  return {...consult, answers};
}

export function toggleTried(consult: Consult, level: HelpLevel): Consult {
  const tried = consult.tried.includes(level) ? consult.tried.filter((one) => one !== level) : [...consult.tried, level];
  return {...consult, tried};
}

// Steps that can be chosen instead of the advised one.
export const otherSteps = ({response}: Consult) => (response?.ladder ?? []).filter((step) => step.level !== response?.level && step.state !== 'STATE_NOT_OFFERED');

const mostProblems = 5;

// What the server counts of a choice: nothing about who it was for.
export function overrideOf({response}: Consult, choice: Choice): Override {
  const municipalities = response?.place?.candidates?.length ? [] : (response?.place?.municipalities ?? []);
  const problems = chips(response).filter((chip) => chip.counts).map((chip) => chip.problem.problem ?? '');
  return {
    advisedLevel: response?.level ?? 'HELP_LEVEL_UNSPECIFIED',
    chosenLevel: choice.level,
    reason: choice.reason,
    municipalityCode: municipalities.length === 1 ? (municipalities[0]?.code ?? '') : '',
    problems: [...new Set(problems)].slice(0, mostProblems),
  };
}

export interface Chip {
  key: string;
  name: string;
  tags: string[];      // keys of text: "tagNegated"
  counts: boolean;     // weighed in the advice
  flag: boolean;       // belongs to a red flag: cannot be taken away
  problem: UnderstoodProblem;
}

const aboutTags: Record<string, string> = {parent: 'tagParent', sibling: 'tagSibling', other: 'tagOther'};

// How the question was read. Ages are no chip: they have a field of their own.
export function chips(response: MatchResponse | undefined): Chip[] {
  return (response?.problems ?? [])
    .filter((problem) => (problem.problem ?? '') !== '')
    .map((problem, index) => {
      const tags = [];
      if (problem.negated) tags.push('tagNegated');
      if (problem.past) tags.push('tagPast');
      if (problem.hypothetical) tags.push('tagHypothetical');
      const about = aboutTags[problem.about ?? ''];
      if (about) tags.push(about);
      // A red flag comes under the domain it belongs to, with a name of its own.
      const flag = problem.displayName !== problemName(problem.problem ?? '') && (problem.code ?? '') === '';
      if (flag) tags.push('tagFlag');
      return {key: `${problem.problem}-${index}`, name: problem.displayName ?? '', tags, counts: !problem.negated && !problem.past && !problem.hypothetical, flag, problem};
    })
    // Said in two ways it is one thing, and is taken out as one.
    .filter((chip, index, all) => all.findIndex((other) => other.name === chip.name && other.tags.join() === chip.tags.join()) === index);
}

export const domainCode = (problem: string) => `probleemdomein:${problem}`;

// Takes a problem out: its words become blanks, so that the rest of the question is still read for red flags.
export function removeProblem(consult: Consult, problem: UnderstoodProblem): Consult {
  const letters = [...consult.question];
  for (const other of consult.response?.problems ?? []) {
    const offset = other.offset ?? 0;
    if (other.problem !== problem.problem || (other.length ?? 0) === 0 || offset < 0) continue;
    letters.fill(' ', offset, offset + (other.length ?? 0));
  }
  const codes = consult.codes.filter((code) => code !== domainCode(problem.problem ?? '') && code !== problem.code);
  return {...consult, question: letters.join(''), codes};
}

export function addProblem(consult: Consult, problem: string): Consult {
  const code = domainCode(problem);
  return consult.codes.includes(code) ? consult : {...consult, codes: [...consult.codes, code]};
}

// The words at spans of the question, in code points.
export function wordsAt(question: string, spans: {offset?: number; length?: number}[] | undefined): string[] {
  const letters = [...question];
  return (spans ?? []).map(({offset = 0, length = 0}) => letters.slice(offset, offset + length).join('').trim()).filter((word) => word !== '');
}

// The question in parts, with what was understood marked.
export function markedQuestion(consult: Consult): {text: string; marked: boolean}[] {
  const letters = [...consult.original];
  const marks = new Array<boolean>(letters.length).fill(false);
  for (const {offset = 0, length = 0} of consult.response?.problems ?? []) if (offset >= 0) marks.fill(true, offset, offset + length);
  const parts: {text: string; marked: boolean}[] = [];
  letters.forEach((letter, index) => {
    const last = parts.at(-1);
    if (last && last.marked === marks[index]) last.text += letter;
    else parts.push({text: letter, marked: marks[index] ?? false});
  });
  return parts;
}
