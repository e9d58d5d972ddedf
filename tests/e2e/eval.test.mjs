// The quality of search on the sample region, with the judged queries of tests/eval, as `socialekaart eval` measures it.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {binDir, sourceDir, startServer, temporaryFolder} from './harness.mjs';

// What holds today: a file of tests/eval and bars somewhat below what it reaches. The goal is nDCG@10 0.80, success@1 0.70 and
// success@3 0.88: tune.json reaches it, report.json all but the nDCG.
const bars = [
  ['tune.json', '--min-ndcg 0.78 --min-success1 0.75 --min-success3 0.88 --max-zero 0.03 --max-harm 0'],
  ['tune.json', '--class typo --min-success3 0.80'],
  ['report.json', '--min-ndcg 0.70 --min-success1 0.68 --min-success3 0.86 --max-zero 0.03 --max-harm 0'],
  ['report.json', '--class typo --min-success3 0.80'],
];
// Pairs of must.json that do not hold yet: the service stands just below where it must.
const knownMisses = ['must-015', 'must-075'];

const judged = (name) => path.join(sourceDir, 'tests/eval', name);
let server;
before(async () => {
  server = await startServer();
  assert.equal((await server.importSample()).rejected, 0);
  await server.settled();
});
after(() => server.stop());

function run(...args) {
  const options = {env: {...process.env, SOCIALEKAART_SERVER: server.address}, maxBuffer: 64 << 20};
  return new Promise((resolve) =>
    execFile(path.join(binDir, 'socialekaart'), args, options, (error, out, err) => resolve({code: error?.code ?? 0, out, err})),
  );
}

for (const [name, flags] of bars) {
  test(`${name} ${flags}`, async (t) => {
    if (!existsSync(judged(name))) return t.skip(`there is no tests/eval/${name}`);
    const {code, out, err} = await run('eval', judged(name), ...flags.split(' ').filter(Boolean));
    assert.equal(code, 0, err + out);
    assert.ok(!err.includes('is not in this directory'), err);
  });
}

test('must.json: every pair holds but those that are known', async () => {
  const {out} = await run('eval', judged('must.json'));
  const missed = out.split('\n').map((line) => line.split('\t')).filter(([kind]) => kind === 'must').map(([, id]) => id);
  assert.deepEqual(missed.filter((id) => !knownMisses.includes(id)), []);
});

test('the same run twice differs in nothing', async () => {
  const saved = path.join(temporaryFolder(), 'run.json');
  const args = ['eval', judged('must.json'), judged('tune.json'), '--json'];
  const first = await run(...args, '--save', saved);
  const second = await run(...args, '--baseline', saved);
  const all = JSON.parse(second.out).groups[0];
  assert.ok(all.queries > 200, second.err);
  assert.deepEqual([all.figures.ndcg.difference, all.figures.ndcg.p], [0, 1]);
  assert.equal(all.figures.ndcg.value, JSON.parse(first.out).groups[0].figures.ndcg.value);
  assert.deepEqual(JSON.parse(second.out).changed, []);
});

test('what is frozen did not change', () => {
  const hash = createHash('sha256').update(readFileSync(judged('report.json'))).digest('hex');
  assert.ok(readFileSync(judged('README.md'), 'utf8').includes(hash), `tests/eval/README.md does not name the sha256 of report.json, ${hash}`);
});

test('analyze shows how a text is read, and leaves no trace of it', async () => {
  const {code, out, err} = await run('analyze', 'de opvoedingsondersteuning', '--json');
  assert.equal(code, 0, err);
  const {tokens, query} = JSON.parse(out);
  assert.deepEqual(
    tokens.map(({word, stop_word = false}) => [word, stop_word]),
    [
      ['de', true],
      ['opvoedingsondersteuning', false],
    ],
  );
  const parts = tokens[1].forms.filter(({kind}) => kind === 'part');
  assert.ok(parts.length >= 2, JSON.stringify(tokens[1]));
  assert.ok(tokens[1].steps.length > 0);
  assert.ok(query.includes('ondersteun'), query);
  const rows = (await run('analyze', 'de opvoedingsondersteuning')).out.trimEnd().split('\n');
  assert.ok(rows.at(-1).startsWith('query\t'));
  assert.ok(!server.err.includes('ondersteun'));
  assert.equal((await run('analyze', 'x'.repeat(1001))).code, 2);
});
