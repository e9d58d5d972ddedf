// The policy as others see it, and what practitioners did otherwise.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fails, sourceDir, startServer} from './harness.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const policyFile = (name) => ({name, content: readFileSync(path.join(sourceDir, 'data/policy', name), 'utf8')});

test('every rule of the policy can be read, with the vignettes that reach it', async () => {
  const policy = await server.policy.GetPolicy({municipality_code: 'GM1955'});
  assert.match(policy.model, /Sociaal Team-Jeugd/);
  assert.ok(policy.rules.length > 10);
  for (const rule of policy.rules) {
    assert.ok(rule.text, rule.id);
    assert.ok(rule.vignettes.length > 0, rule.id);
  }
  const answer = await server.match.Match({question: 'boos sinds de scheiding', age_years: 8});
  assert.equal(answer.policy_version, policy.version);
});

test('the shipped policy passes its own check', async () => {
  const check = await server.policy.CheckPolicy({});
  assert.deepEqual([check.faults, check.unexercised, check.not_monotone], [[], [], []]);
  assert.ok(check.vignettes.length >= 300);
});

test('a faulty policy is told with file and line, and is not used', async () => {
  const file = policyFile('default.textproto');
  const lines = file.content.split('\n');
  const line = lines.findIndex((text) => text.startsWith('rules {') || text.startsWith('rule {'));
  lines.splice(line, 0, 'nonsense: 1');
  const check = await server.policy.CheckPolicy({files: [{...file, content: lines.join('\n')}]});
  assert.equal(check.version, '');
  assert.equal(check.faults[0].file, 'default.textproto');
  assert.equal(check.faults[0].line, line + 1);
});

test('the policy is read again without a restart', async () => {
  const before = await server.policy.GetPolicy({});
  const reloaded = await server.policy.ReloadPolicy({});
  assert.equal(reloaded.version, before.version);
});

test('an override is counted by reason, and nothing about a person can be in it', async () => {
  const {override_reasons: reasons} = await server.policy.GetPolicy({});
  const override = {advised_level: 'HELP_LEVEL_COMMUNITY', chosen_level: 'HELP_LEVEL_BASIC_CARE', reason: reasons[0].code, municipality_code: 'GM1859', problems: ['boos']};
  await server.match.RecordOverride(override);
  await server.match.RecordOverride(override);
  const {counts} = await server.match.CountOverrides({});
  const whole = counts.find((count) => count.problem === '');
  assert.equal(Number(whole.count), 2);
  assert.equal(whole.reason, reasons[0].code);
  assert.equal(Number(counts.find((count) => count.problem === 'boos').count), 2);
  await fails(server.match.RecordOverride({...override, reason: 'Jan wilde het zo'}), 'INVALID_ARGUMENT');
});
