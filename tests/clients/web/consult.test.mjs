import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './load.mjs';

const consults = await load('model/consult.ts');
const {addProblem, answer, chips, markedQuestion, newConsult, questionItems, removeProblem, safetyOf, toggleTried, toRequest, withResponse, wordsAt} = consults;

const typed = {question: 'sinds scheiding boos', ageYears: 8, place: {text: 'Eibergen'}, role: 'REQUESTER_ROLE_POH_JEUGD'};
const problems = [
  {problem: 'scheid', displayName: 'Scheiding', offset: 6, length: 9},
  {problem: 'boos', displayName: 'Boosheid en opstandig gedrag', offset: 16, length: 4},
  {displayName: '8 jaar', offset: -1},
];
const asked = () => withResponse(newConsult(typed), {problems});

test('a request holds what was typed and nothing that is not known', () => {
  assert.deepEqual(toRequest(newConsult(typed)), {
    question: 'sinds scheiding boos', problemCodes: [], ageYears: 8, place: {text: 'Eibergen'}, requesterRole: 'REQUESTER_ROLE_POH_JEUGD', assessment: {}, triedLevels: [], maxServicesPerLevel: 3,
  });
  const bare = toRequest(newConsult({...typed, ageYears: undefined, place: undefined}));
  assert.ok(!('ageYears' in bare) && !('place' in bare));
});

test('a problem that is taken out leaves blanks, so that the rest keeps its place and is still read', () => {
  const corrected = removeProblem(asked(), problems[0]);
  assert.equal(corrected.question, 'sinds           boos');
  assert.equal(corrected.original, typed.question);
});

test('blanks are counted in code points', () => {
  const consult = withResponse(newConsult({...typed, question: '😀 boos'}), {problems: [{problem: 'boos', displayName: 'x', offset: 2, length: 4}]});
  assert.equal(removeProblem(consult, {problem: 'boos'}).question, '😀     ');
});

test('a problem that was added can be taken out', () => {
  const added = addProblem(addProblem(asked(), 'slaap'), 'slaap');
  assert.deepEqual(added.codes, ['probleemdomein:slaap']);
  assert.deepEqual(removeProblem(added, {problem: 'slaap', code: 'probleemdomein:slaap', offset: -1}).codes, []);
});

test('a correction never hides a red flag', () => {
  const hard = {topics: ['suicidaliteit'], firstStep: 'Vraag.', helpLines: [{phone: '113'}]};
  const shown = (consult) => {
    const {advice, kept} = safetyOf(consult) ?? {advice: {}};
    return [advice.topics?.join(), advice.firstStep, advice.soft === true ? 'soft' : 'hard', kept];
  };
  const flagged = withResponse(newConsult(typed), {problems, safety: hard});
  assert.deepEqual(shown(flagged), ['suicidaliteit', 'Vraag.', 'hard', false]);
  for (const later of [{}, {safety: {...hard, soft: true}}]) {
    const corrected = withResponse(removeProblem(flagged, problems[1]), later);
    assert.deepEqual(shown(corrected), ['suicidaliteit', 'Vraag.', 'hard', true]);
    assert.deepEqual(shown(withResponse(corrected, {})), ['suicidaliteit', 'Vraag.', 'hard', true], 'nor does a second one');
  }
});

test('flags before and after a correction are shown together', () => {
  const before = {topics: ['suicidaliteit'], firstStep: 'Vraag.', helpLines: [{phone: '113'}, {phone: '112'}]};
  const after = {topics: ['kindermishandeling'], firstStep: 'Meldcode.', helpLines: [{phone: '112'}]};
  const {advice, kept} = safetyOf(withResponse(withResponse(newConsult(typed), {safety: before}), {safety: after}));
  assert.deepEqual([advice.topics, advice.firstStep, advice.helpLines.map(({phone}) => phone), advice.soft, kept], [['suicidaliteit', 'kindermishandeling'], 'Vraag.\nMeldcode.', ['113', '112'], false, true]);
});

test('a later answer that says as much or more replaces what was said', () => {
  const soft = {topics: ['suicidaliteit'], soft: true};
  const hard = {topics: ['suicidaliteit', 'kindermishandeling']};
  assert.deepEqual(safetyOf(withResponse(withResponse(newConsult(typed), {safety: soft}), {safety: hard})), {advice: hard, kept: false});
  assert.equal(safetyOf(newConsult(typed)), undefined);
});

test('chips say what counts and what does not', () => {
  const list = chips({
    problems: [
      ...problems,
      {problem: 'angst', displayName: 'Angst en spanning', negated: true},
      {problem: 'somber', displayName: 'Somberheid en stemming', about: 'parent', past: true},
      {problem: 'somber', displayName: 'Suïcidaliteit'},
      {problem: 'slaap', displayName: 'Slapen', code: 'icpc-1:P06'},
    ],
  });
  assert.deepEqual(list.map(({name, tags, counts, flag}) => [name, tags.join(), counts, flag]), [
    ['Scheiding', '', true, false],
    ['Boosheid en opstandig gedrag', '', true, false],
    ['Angst en spanning', 'tagNegated', false, false],
    ['Somberheid en stemming', 'tagPast,tagParent', false, false],
    ['Suïcidaliteit', 'tagFlag', true, true],
    ['Slapen', '', true, false],
  ]);
});

test('what was said in two ways is one chip', () => {
  const twice = [{problem: 'somber', displayName: 'Somberheid en stemming', offset: 0, length: 6}, {problem: 'somber', displayName: 'Somberheid en stemming', offset: 10, length: 8}];
  assert.deepEqual(chips({problems: [...twice, {...twice[0], negated: true}]}).map(({name, tags}) => [name, tags.join()]), [['Somberheid en stemming', ''], ['Somberheid en stemming', 'tagNegated']]);
});

test('an answered question stays where it stood; one that matters no more goes', () => {
  const risk = {field: 'assessment.risk', text: 'Gevaar?', consequence: 'dan'};
  const symptoms = {field: 'assessment.symptoms', text: 'Klachten?'};
  const spoken = {field: 'safety.suicidaliteit', text: 'Wil je leven?'};
  const age = {field: 'age_years', text: 'Hoe oud?'};
  let consult = withResponse(newConsult(typed), {openQuestions: [risk, symptoms, spoken, age]});
  assert.deepEqual(questionItems(consult), {
    rated: [{field: 'risk', text: 'Gevaar?', consequence: 'dan', rating: undefined}, {field: 'symptoms', text: 'Klachten?', consequence: '', rating: undefined}],
    spoken: ['Wil je leven?'],
    age: 'Hoe oud?',
  });
  consult = withResponse(answer(consult, 'risk', 2), {openQuestions: [{field: 'assessment.history', text: 'Eerder?'}]});
  assert.deepEqual(questionItems(consult).rated.map(({field, rating}) => [field, rating]), [['risk', 2], ['history', undefined]]);
  assert.deepEqual(toRequest(consult).assessment, {risk: 2});
  assert.deepEqual(toRequest(answer(consult, 'risk', undefined)).assessment, {});
});

test('zero is an answer', () => assert.deepEqual(toRequest(answer(asked(), 'risk', 0)).assessment, {risk: 0}));

test('a step that was tried can be taken back', () => {
  const tried = toggleTried(asked(), 'HELP_LEVEL_COMMUNITY');
  assert.deepEqual(tried.tried, ['HELP_LEVEL_COMMUNITY']);
  assert.deepEqual(toggleTried(tried, 'HELP_LEVEL_COMMUNITY').tried, []);
});

test('what was understood is marked in the words of the question', () => {
  assert.deepEqual(markedQuestion(asked()).map(({text, marked}) => (marked ? `[${text}]` : text)).join(''), 'sinds [scheiding] [boos]');
  assert.deepEqual(wordsAt('a 😀 bcd', [{offset: 4, length: 3}, {}]), ['bcd']);
});
