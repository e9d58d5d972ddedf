import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './load.mjs';

const {newConsult, otherSteps, overrideOf, toRequest, withResponse} = await load('model/consult.ts');

const consult = newConsult({question: 'boos', ageYears: 8, place: {text: 'Eibergen'}, role: 'REQUESTER_ROLE_POH_JEUGD'});
const choice = {level: 'HELP_LEVEL_BASIC_CARE', reason: 'wachttijd'};
const ladder = [
  {level: 'HELP_LEVEL_COMMUNITY', state: 'STATE_ADVISED'},
  {level: 'HELP_LEVEL_LOCAL_TEAM', state: 'STATE_NEXT'},
  {level: 'HELP_LEVEL_PRACTICE_SUPPORT', state: 'STATE_NOT_OFFERED'},
  {level: 'HELP_LEVEL_BASIC_CARE', state: 'STATE_NOT_NEEDED'},
];
const response = {
  level: 'HELP_LEVEL_COMMUNITY',
  ladder,
  place: {municipalities: [{code: 'GM1859', displayName: 'Berkelland'}]},
  problems: [{problem: 'boos', displayName: 'Boosheid'}, {problem: 'angst', displayName: 'Angst', negated: true}, {problem: 'boos', displayName: 'Boosheid'}, {displayName: '8 jaar'}],
};

test('a choice is asked with its reason, and not asked without one', () => {
  assert.ok(!('chosenLevel' in toRequest(consult)));
  const {chosenLevel, chosenReason} = toRequest({...consult, chosen: choice});
  assert.deepEqual([chosenLevel, chosenReason], ['HELP_LEVEL_BASIC_CARE', 'wachttijd']);
});

test('every other step that exists here can be chosen', () => {
  assert.deepEqual(otherSteps(withResponse(consult, response)).map(({level}) => level), ['HELP_LEVEL_LOCAL_TEAM', 'HELP_LEVEL_BASIC_CARE']);
});

test('a choice stays while the server says that it is one', () => {
  const chosen = {...consult, chosen: choice};
  assert.deepEqual(withResponse(chosen, {...response, chosenLevel: choice.level}).chosen, choice);
  assert.equal(withResponse(chosen, response).chosen, undefined);
});

test('what is counted holds no question, no age and no place smaller than a gemeente', () => {
  const asked = withResponse(consult, response);
  assert.deepEqual(overrideOf(asked, choice), {advisedLevel: 'HELP_LEVEL_COMMUNITY', chosenLevel: 'HELP_LEVEL_BASIC_CARE', reason: 'wachttijd', municipalityCode: 'GM1859', problems: ['boos']});
  for (const place of [{municipalities: [{code: 'GM1859'}, {code: 'GM1586'}]}, {municipalities: [{code: 'GM1859'}], candidates: [{}, {}]}, undefined]) {
    assert.equal(overrideOf(withResponse(consult, {...response, place}), choice).municipalityCode, '');
  }
});
