// Matching: the level first, by rules; then who offers it here. And a red flag before everything.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fails, secrets, startServer} from './harness.mjs';

let server;
let match;
before(async () => {
  server = await startServer();
  await server.importSample();
  await server.settled();
  match = (request, extra) => server.match.Match(request, extra);
});
after(() => server.stop());

const eibergen = {text: 'Eibergen'};
const ladder = [
  'SELF_RELIANCE',
  'COMMUNITY',
  'LOCAL_TEAM',
  'PRACTICE_SUPPORT',
  'PRACTICE_SPECIALIST',
  'BASIC_CARE',
  'SPECIALIST_CARE',
  'RESIDENTIAL',
].map((level) => `HELP_LEVEL_${level}`);
const rank = (level) => ladder.indexOf(level);
const step = ({ladder: steps}, level) => steps.find((one) => one.level === `HELP_LEVEL_${level}`);
const example = {question: 'jongen 8 jaar, sinds scheiding boos op school', place: eibergen, requester_role: 'REQUESTER_ROLE_POH_JEUGD'};

test('the question of the issue: the lowest level that fits, why, and who offers it nearby', async () => {
  const answer = await match(example);
  assert.equal(answer.level, 'HELP_LEVEL_COMMUNITY');
  assert.equal(answer.age_years, 8);
  assert.equal(answer.place.municipalities[0].code, 'GM1859');
  assert.ok(answer.reasons.length > 0);
  for (const {text} of answer.reasons) assert.notEqual(text, '');
  assert.equal(answer.safety, null);
  assert.notEqual(answer.policy_version, '');
  const problems = answer.problems.map(({problem}) => problem);
  assert.ok(problems.includes('scheid') && problems.includes('boos'), problems.join(' '));
  for (const {matched_text, offset, length, problem} of answer.problems) {
    if (offset >= 0)
      assert.equal(
        [...example.question]
          .slice(offset, offset + length)
          .join('')
          .toLowerCase(),
        matched_text.toLowerCase(),
        problem,
      );
  }

  assert.deepEqual(
    answer.ladder.map(({level}) => level),
    ladder,
    'every step, lowest first',
  );
  const advised = step(answer, 'COMMUNITY');
  assert.equal(advised.state, 'STATE_ADVISED');
  assert.ok(advised.suggestions.length > 0 && advised.suggestions.length <= 3);
  for (const {service, age_fit, area_fit, reasons} of advised.suggestions) {
    assert.ok(service.profile.levels.includes('HELP_LEVEL_COMMUNITY'));
    assert.notEqual(age_fit, 'FIT_NO');
    assert.notEqual(area_fit, 'FIT_NO');
    assert.ok(reasons.length > 0);
  }
  assert.equal(step(answer, 'SELF_RELIANCE').state, 'STATE_NOT_ENOUGH');
  const team = step(answer, 'LOCAL_TEAM');
  assert.equal(team.display_name, 'Voormekaar');
  assert.ok(team.suggestions.some(({service}) => service.display_name.includes('Voormekaar')));
  assert.ok(
    answer.ladder.some(({state}) => state === 'STATE_NEXT'),
    'the step after the advised one is named',
  );
});

test('the note for the record is short and without personal data', async () => {
  const answer = await match({...example, question: 'Jongen van 8 jaar, heet Sander, tel 06-12345678, boos op school'});
  assert.ok([...answer.record_text].length <= 600);
  assert.ok(answer.record_text.length > 40);
  assert.ok(answer.family_text.length > 40);
  for (const text of [answer.record_text, answer.family_text, JSON.stringify(answer.problems), JSON.stringify(answer.reasons)]) {
    assert.ok(!/Sander|12345678/.test(text), text);
  }
});

test('personal data is masked, and what was masked is said', async () => {
  const question =
    'BSN 111222333, mail anna@voorbeeld.nl, tel. 0612345678, geb. 12-03-2018, woont Dorpsstraat 12, zoon heet Pieter, is boos';
  const {masked, problems} = await match({question});
  const taken = masked.map(({kind, offset, length}) => [kind, [...question].slice(offset, offset + length).join('')]);
  for (const [kind, part] of [
    ['bsn', '111222333'],
    ['email', 'anna@voorbeeld.nl'],
    ['phone', '0612345678'],
    ['birth_date', '12-03-2018'],
    ['address', 'Dorpsstraat 12'],
    ['name', 'Pieter'],
  ]) {
    assert.ok(
      taken.some(([found, text]) => found === kind && text.includes(part)),
      `${kind} in ${JSON.stringify(taken)}`,
    );
  }
  assert.ok(problems.some(({problem}) => problem === 'boos'));
});

test('a red flag goes before everything', async () => {
  for (const [question, topic] of [
    ['meisje 15 jaar wil dood', 'suicidaliteit'],
    ['ze snijdt zichzelf', 'zelfbeschadiging'],
    ['vader slaat hem thuis', 'kindermishandeling'],
    ['hij hoort stemmen die hem opdrachten geven', 'psychose'],
  ]) {
    const {safety} = await match({question, place: eibergen});
    assert.ok(safety, question);
    assert.ok(safety.topics.includes(topic), `${question}: ${safety.topics}`);
    assert.equal(safety.soft, false, question);
    assert.notEqual(safety.first_step, '');
    assert.ok(safety.help_lines.length > 0);
    for (const {display_name, phone, checked_date} of safety.help_lines) {
      assert.notEqual(display_name, '');
      assert.notEqual(phone, '');
      assert.match(checked_date, /^\d{4}-\d{2}-\d{2}$/);
    }
    assert.ok(safety.reasons.length > 0);
  }
});

test('a rating and a code raise a flag as words do; a figure of speech does not', async () => {
  assert.ok((await match({question: 'somber', assessment: {risk: 4}})).safety);
  assert.ok((await match({problem_codes: ['icpc-1:P77']})).safety, 'P77 is suicide and the attempt');
  for (const question of ['doodmoe na school', 'lacht zich dood om filmpjes'])
    assert.equal((await match({question})).safety, null, question);
  const denied = await match({question: 'somber, ontkent gedachten aan de dood'});
  assert.ok(denied.safety === null || denied.safety.soft, 'denied is at most soft');
});

test('a worse rating never gives a lower level', async () => {
  for (const rating of ['symptoms', 'risk', 'functioning', 'coexisting', 'history', 'stressors', 'support', 'motivation']) {
    let before = rank((await match(example)).level);
    for (let value = 0; value <= 4; ++value) {
      const now = rank((await match({...example, assessment: {[rating]: value}})).level);
      assert.ok(now >= before, `${rating} ${value}`);
      before = now;
    }
  }
  const worst = await match({...example, assessment: {symptoms: 4, functioning: 4, coexisting: 4, history: 4, stressors: 4}});
  assert.ok(rank(worst.level) > rank('HELP_LEVEL_COMMUNITY'));
});

test('what was tried is not advised again', async () => {
  const answer = await match({...example, tried_levels: ['HELP_LEVEL_COMMUNITY']});
  assert.ok(rank(answer.level) > rank('HELP_LEVEL_COMMUNITY'));
  assert.equal(step(answer, 'COMMUNITY').state, 'STATE_TRIED');
});

test('the level does not depend on what is offered here', async () => {
  const places = ['Eibergen', 'Assen', 'Doetinchem', 'Winterswijk', undefined];
  const levels = [];
  for (const text of places) levels.push((await match({...example, place: text && {text}, assessment: {symptoms: 1}})).level);
  assert.deepEqual(new Set(levels).size, 1, levels.join(' '));
});

test('a step that nobody offers here is said to be a gap', async () => {
  const empty = await startServer();
  try {
    await empty.settled();
    const answer = await empty.match.Match(example);
    assert.equal(answer.level, 'HELP_LEVEL_COMMUNITY');
    assert.equal(step(answer, 'COMMUNITY').gap, true);
    assert.deepEqual(step(answer, 'COMMUNITY').suggestions, []);
    assert.equal(answer.suggestions_unavailable, false);
  } finally {
    await empty.stop();
  }
});

test('each gemeente has its own model', async () => {
  const at = async (text) => match({...example, place: {text}});
  assert.notEqual(step(await at('Eibergen'), 'PRACTICE_SUPPORT').state, 'STATE_NOT_OFFERED');
  assert.equal(step(await at('Didam'), 'PRACTICE_SUPPORT').state, 'STATE_NOT_OFFERED');
  assert.equal(step(await at('Doetinchem'), 'PRACTICE_SUPPORT').state, 'STATE_NOT_OFFERED');
  assert.notEqual(step(await at('Doetinchem'), 'PRACTICE_SPECIALIST').state, 'STATE_NOT_OFFERED');
});

test('codes are understood, and unknown ones refused all at once', async () => {
  const {problems} = await match({problem_codes: ['icpc-1:P22', 'probleemdomein:angst', 'cap-j:A102'], age_years: 9});
  assert.ok(problems.some(({problem}) => problem === 'angst'));
  assert.ok(problems.some(({code}) => code === 'icpc-1:P22'));
  const error = await fails(
    match({
      problem_codes: ['icpc-1:Z999', 'probleemdomein:angst', 'zweverij'],
      age_years: -1,
      assessment: {risk: 5, support: -1},
      tried_levels: [0],
      max_services_per_level: 99,
    }),
    'INVALID_ARGUMENT',
    'FIELD_INVALID',
  );
  const fields = error.violations.map(({field}) => field);
  for (const field of [
    'problem_codes[0]',
    'problem_codes[2]',
    'age_years',
    'assessment.risk',
    'assessment.support',
    'tried_levels[0]',
    'max_services_per_level',
  ]) {
    assert.ok(fields.includes(field), `${field} is not in ${fields}`);
  }
});

test('an empty question is answered, a too long one refused', async () => {
  const answer = await match({});
  assert.ok(ladder.includes(answer.level));
  assert.ok(answer.open_questions.length <= 5);
  await fails(match({question: 'a'.repeat(4001)}), 'INVALID_ARGUMENT');
  await fails(match({question: 'boos', place: {text: 'B-2000'}}), 'INVALID_ARGUMENT', 'PLACE_INVALID');
});

test('an ambiguous place is answered with its candidates', async () => {
  const answer = await match({...example, place: {text: 'Hengelo'}});
  assert.ok(answer.place.candidates.length >= 2);
  assert.equal(answer.level, 'HELP_LEVEL_COMMUNITY');
});

test('open questions are those that would change the level', async () => {
  const answer = await match(example);
  assert.ok(answer.open_questions.length > 0 && answer.open_questions.length <= 5);
  for (const {field, text, level_if_worst} of answer.open_questions) {
    assert.match(field, /^(assessment\.|age_years)/);
    assert.notEqual(text, '');
    assert.ok(rank(level_if_worst) > rank(answer.level) || level_if_worst === 'HELP_LEVEL_SAFETY', `${field}: ${level_if_worst}`);
  }
});

test('a stream of cases is answered in order, and a faulty case does not end it', async () => {
  const {call, responses} = server.match.MatchStream();
  const cases = [
    example,
    {question: 'x', age_years: -4},
    {question: 'wil dood'},
    {question: 'slaapt slecht', place: {text: 'B-2000'}},
    example,
  ];
  cases.forEach((request, i) => call.write({id: `geval ${i}`, request}));
  call.end();
  const answers = await responses;
  assert.deepEqual(
    answers.map(({id}) => id),
    cases.map((_, i) => `geval ${i}`),
  );
  assert.deepEqual(
    answers.map(({outcome}) => outcome),
    ['response', 'error', 'response', 'error', 'response'],
  );
  assert.deepEqual(answers[0].response, await match(example));
  assert.equal(answers[1].error.code, 3);
  assert.deepEqual(
    answers[1].error.field_violations.map(({field}) => field),
    ['age_years'],
  );
  assert.ok(answers[2].response.safety);
  assert.match(answers[3].error.reason, /PLACE_INVALID$/);
});

test('a stream of a thousand cases is answered whole', async () => {
  const {call, responses} = server.match.MatchStream();
  for (let i = 0; i < 1000; ++i) call.write({id: String(i), request: {...example, max_services_per_level: 1}});
  call.end();
  assert.deepEqual(
    (await responses).map(({id}) => id),
    Array.from({length: 1000}, (_, i) => String(i)),
  );
});

test('the team that serves an address is found', async () => {
  const team = (place, age_years) => server.match.FindLocalTeam({place, age_years});
  const one = await team({postal_code: '7151 AB'}, 8);
  assert.equal(one.certain, true);
  assert.deepEqual(
    one.teams.map(({service}) => service.display_name),
    ['Voormekaar Berkelland'],
  );
  const byPostalCode = await team({postal_code: '9405'});
  assert.equal(byPostalCode.certain, true);
  assert.match(byPostalCode.teams[0].service.display_name, /West en Kloosterveen/);
  const wide = await team({text: 'Assen'});
  assert.equal(wide.certain, false, 'Assen has three teams');
  assert.equal(wide.teams.length, 3);
  await fails(server.match.FindLocalTeam({}), 'INVALID_ARGUMENT', 'FIELD_INVALID');
  await fails(team({text: 'Eibergen'}, 200), 'INVALID_ARGUMENT', 'FIELD_INVALID');
});

test('the confidential addresses are in no suggestion', async () => {
  for (const question of ['huiselijk geweld, moeder wil weg met de kinderen', 'bedreigd met eerwraak', 'kan niet thuis wonen']) {
    const answer = JSON.stringify(await match({question, place: {text: 'Doetinchem'}, max_services_per_level: 20}));
    for (const secret of secrets) assert.ok(!answer.includes(secret));
  }
});

test('nothing that was asked is in the log', async () => {
  const verbose = await startServer({args: ['--verbose']});
  await verbose.match.Match({question: 'kenmerkendwoord boos', age_years: 8});
  await verbose.search.SearchServices({text: 'kenmerkendwoord'});
  await verbose.search.SuggestTerms({text: 'kenmerkendwoord'});
  await fails(verbose.search.ResolvePlace({place: {text: 'kenmerkendwoord'}}), 'NOT_FOUND');
  await fails(verbose.match.Match({question: 'kenmerkendwoord', age_years: -1}), 'INVALID_ARGUMENT');
  await verbose.stop();
  assert.ok(
    verbose.log().some(({event}) => event === 'call'),
    verbose.err,
  );
  assert.ok(!verbose.err.includes('kenmerkendwoord'), verbose.err);
});
