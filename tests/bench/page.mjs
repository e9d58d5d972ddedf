// How long the page takes: `node page.mjs [--rounds N]`, with SOCIALEKAART_BIN_DIR naming the folder of a release build. A real browser on a
// real server with the sample region; prints rows of Markdown. scripts/bench --page runs it.
import {parseArgs} from 'node:util';
import {newPage, open} from '../browser/harness.mjs';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '15'}}});
const rounds = Number(values.rounds);

const questions = [
  ['sinds de scheiding boos op school', '8', 'Eibergen'],
  ['al maanden somber en lusteloos, komt niet meer van de kamer', '15', 'Assen'],
  ['meisje wil niet meer leven', '14', 'Vorden'],
];

// Milliseconds from the start of the navigation until the page of the script stands there and can be typed in; nothing is cached.
async function loaded(world) {
  const {page, context} = await newPage(world);
  await page.addInitScript(() => {
    globalThis.ready = new Promise((resolve) => {
      const look = () => (document.querySelector('.examples') && document.activeElement?.id === 'question' ? resolve(performance.now()) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    });
  });
  await page.goto(`${world.origin}/`);
  const ms = await page.evaluate(() => globalThis.ready);
  return {page, context, ms};
}

// Milliseconds from the key until the frame with the advice was painted.
async function answered(page, [question, age, place]) {
  await page.getByRole('combobox', {name: 'Vraag'}).fill(question);
  await page.getByLabel('Leeftijd').fill(age);
  await page.getByLabel('Plaats of postcode').fill(place);
  await page.evaluate(() => {
    globalThis.answer = new Promise((resolve) => {
      addEventListener('keydown', ({key, timeStamp}) => {
        if (key !== 'Enter') return;
        const look = () => {
          const box = document.querySelector('.result[aria-busy="false"]');
          if (box && performance.getEntriesByType('resource').some(({name, responseEnd}) => name.endsWith('/Match') && responseEnd > timeStamp)) {
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
          } else {
            requestAnimationFrame(look);
          }
        };
        requestAnimationFrame(look);
      }, {once: true, capture: true});
    });
  });
  await page.locator('#place').press('Enter');
  return page.evaluate(() => globalThis.answer);
}

const quantile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const row = (what, numbers, target) => console.log(`| ${what}, p50 / p95 (ms) | ${quantile(numbers, 0.5).toFixed(0)} / ${quantile(numbers, 0.95).toFixed(0)} | ${target} |`);

const world = await open();
const interactive = [];
const first = [];
const next = [];
for (let round = 0; round < rounds; ++round) {
  const {page, context, ms} = await loaded(world);
  interactive.push(ms);
  first.push(await answered(page, questions[round % questions.length]));
  await page.getByRole('button', {name: 'Nieuwe vraag'}).click();
  next.push(await answered(page, questions[(round + 1) % questions.length]));
  await context.close();
}
await world.close();
console.log('| page | | to reach |\n|---|---|---|');
row('opened, nothing cached, until it can be typed in', interactive, '< 1000');
row('first answer on screen after Enter', first, '< 300');
row('next answer on screen after Enter', next, '< 300');
