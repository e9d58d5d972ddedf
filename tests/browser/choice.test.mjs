// The professional decides: another step than the advised one, with a reason, by keyboard alone; and no choice takes a red flag away.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {ask, newPage, open, screenshots, sound, until, violations} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

// From the folded question to the choice.
async function choose(page, step, reason) {
  await page.getByText('Toch een andere stap kiezen').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Welke stap?').selectOption({label: step});
  await page.locator('#override-reason option', {hasText: reason}).waitFor({state: 'attached'});
  await page.getByLabel('Waarom?').selectOption({label: reason});
  await page.getByRole('button', {name: 'Kies deze stap'}).focus();
  await page.keyboard.press('Enter');
  await page.locator('#chosen-title').waitFor();
}

test('another step shows its services, and the record and the leaflet say so', async () => {
  const opened = await newPage(world);
  const {page, context, seen} = opened;
  await ask(page, world.origin, {question: 'sinds de scheiding boos op school', age: '8', place: 'Eibergen'});
  const advice = await page.locator('#advies').innerText();
  const before = await page.locator('#record-text').inputValue();
  await page.getByText('Toch een andere stap kiezen').click();
  await page.screenshot({path: path.join(screenshots, 'choice-open.png'), fullPage: true});
  await page.getByRole('button', {name: 'Kies deze stap'}).click();
  await page.getByText('Kies een stap en een reden.').waitFor();
  await page.getByText('Toch een andere stap kiezen').click();
  await choose(page, 'Voormekaar', 'De wachttijd is te lang');

  assert.equal(await page.locator('#advies').innerText(), advice, 'the advice is what it was');
  assert.match(await page.locator('.chosen').innerText(), /U kiest: .*Voormekaar[\s\S]*De wachttijd is te lang/);
  const open = await page.$$eval('.step__fold[open] .step__name', (names) => names.map((name) => name.textContent));
  assert.deepEqual(open, ['Voormekaar']);
  assert.ok((await page.locator('.step--chosen [data-service]').count()) > 0, 'its services are shown');
  await page.locator('.step--chosen').getByText('uw keuze').waitFor();
  const record = await page.locator('#record-text').inputValue();
  assert.ok(!before.includes('Afgeweken'));
  assert.ok(record.includes(`Advies: ${advice}.`) && record.includes('Afgeweken van dit advies. Gekozen: Voormekaar. Reden: De wachttijd is te lang.'), record);
  assert.ok([...record].length <= 600);
  await page.screenshot({path: path.join(screenshots, 'choice-light.png'), fullPage: true});
  assert.deepEqual(await violations(page), []);

  const counted = seen.requests.filter((request) => request.url().endsWith('/RecordOverride'));
  assert.equal(counted.length, 1);
  assert.deepEqual(JSON.parse(counted[0].postData()), {advisedLevel: 'HELP_LEVEL_COMMUNITY', chosenLevel: 'HELP_LEVEL_LOCAL_TEAM', reason: 'wachttijd', municipalityCode: 'GM1859', problems: ['boos', 'scheid']});
  assert.equal((await counted[0].response()).status(), 200);

  // An answer that changes the advice leaves the choice; the advice itself can be taken back.
  await page.getByRole('button', {name: 'Terug naar het advies'}).click();
  await page.getByText('Toch een andere stap kiezen').waitFor();
  await until(page, () => !document.querySelector('#record-text').value.includes('Afgeweken'));
  await sound(opened);
  await context.close();
});

test('a lighter step leaves the red flag, its numbers and its place in the record', async () => {
  const opened = await newPage(world);
  const {page, context} = opened;
  await ask(page, world.origin, {question: 'meisje wil niet meer leven', age: '14', place: 'Eibergen'});
  const banner = page.locator('.safety:not(.safety--soft)');
  const before = await banner.innerText();
  await choose(page, 'Eigen kracht en informatie', 'Lichter dan hier is ingevuld');
  assert.equal(await banner.innerText(), before);
  assert.ok(await banner.locator('a[href="tel:113"]').isVisible());
  const record = await page.locator('#record-text').inputValue();
  assert.match(record, /^VEILIGHEID: suicidaliteit\./);
  assert.match(record, /Gekozen: Eigen kracht en informatie\./);
  await page.getByRole('link', {name: 'Bekijk de folder'}).click();
  await page.locator('.sheet').getByText('113 Zelfmoordpreventie').waitFor();
  await sound(opened);
  await context.close();
});
