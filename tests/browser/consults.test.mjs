// The ten most typical consults, from the open page to the text for the record, by keyboard alone.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {newPage, open, screenshots, sound} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

// `levels`: what the advice may be. `flag`: the banner must be there. `service`: stands on the ladder's advised step.
const consults = [
  {name: 'boos na scheiding', question: 'sinds de scheiding boos op school', age: '8', place: 'Eibergen', levels: ['Vrij toegankelijke hulp'], service: 'Opvoedspreekuur Eibergen'},
  {name: 'opvoedvragen', question: 'peuterpuberteit, zegt overal nee op', age: '2', place: 'Aalten', levels: ['Eigen kracht en informatie', 'Vrij toegankelijke hulp']},
  {name: 'bedplassen', question: 'plast nog in bed', age: '7', place: '7101', levels: ['Eigen kracht en informatie', 'Vrij toegankelijke hulp']},
  {name: 'druk in de klas', question: 'druk en snel afgeleid in de klas', age: '9', place: 'Doetinchem', levels: ['Vrij toegankelijke hulp', 'Wijkteam', 'Buurtplein']},
  {name: 'angst', question: 'bang in het donker', age: '9', place: 'Winterswijk', levels: ['Vrij toegankelijke hulp']},
  {name: 'gepest', question: 'wordt gepest op school en heeft buikpijn', age: '10', place: 'Lichtenvoorde', levels: ['Vrij toegankelijke hulp', 'Wijkteam', 'Sociaal Team', 'POH-jeugd bij de huisarts']},
  {name: 'somber', question: 'al maanden somber en lusteloos, komt niet meer van de kamer', age: '15', place: 'Assen', levels: undefined},
  {name: 'gamen', question: 'gamet tot diep in de nacht', age: '13', place: 'Didam', levels: undefined},
  {name: 'niet meer leven', question: 'meisje wil niet meer leven', age: '14', place: 'Eibergen', flag: '113'},
  {name: 'geslagen', question: 'vertelt dat vader hem slaat, blauwe plekken', age: '9', place: 'Vorden', flag: '0800-2000'},
];

const key = (page) => (name) => page.keyboard.press(name);
const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());

for (const [index, {name, question, age, place, levels, flag, service}] of consults.entries()) {
  test(`${name}: asked, read and copied without a mouse`, async () => {
    const opened = await newPage(world, {permissions: ['clipboard-read', 'clipboard-write']});
    const {page, context} = opened;
    const press = key(page);
    await page.goto(`${world.origin}/`);
    await page.getByRole('heading', {name: 'Of begin met een voorbeeld'}).waitFor();
    assert.equal(await focused(page), 'question', 'the page opens with the cursor in the box');
    await page.keyboard.type(question);
    await press('Tab');
    assert.equal(await focused(page), 'age');
    await page.keyboard.type(age);
    await press('Tab');
    assert.equal(await focused(page), 'place');
    await page.keyboard.type(place);
    await press('Enter');
    await page.locator('#advies').waitFor();

    const advice = await page.locator('#advies').innerText();
    if (levels) assert.ok(levels.includes(advice), `advised ${advice}`);
    if (flag) {
      const banner = page.getByRole('alert').filter({has: page.getByRole('heading', {name: 'Eerst de veiligheid'})});
      await banner.waitFor();
      assert.equal(await focused(page), 'safety-title', 'the reading begins at the red flag');
      assert.ok(await banner.locator('.safety__head').isVisible());
      assert.ok((await banner.locator(`a[href^="tel:"]`).allInnerTexts()).some((text) => text.includes(flag)), `a link to call ${flag}`);
      if (flag === '0800-2000') assert.equal(await banner.locator('.steps--plain li').count(), 5, 'the five steps of the Meldcode');
      const [bannerTop, adviceTop] = await page.evaluate(() => ['.safety', '.advice'].map((one) => document.querySelector(one).getBoundingClientRect().top));
      assert.ok(bannerTop < adviceTop);
    } else {
      assert.equal(await page.locator('.safety:not(.safety--soft)').count(), 0);
      assert.equal(await focused(page), 'advies', 'the reading begins at the advice');
    }
    const cards = page.locator('.step--advised [data-service]');
    assert.ok((await cards.count()) <= 3, 'at most three services a step');
    if (service) assert.ok((await cards.allInnerTexts()).some((text) => text.includes(service)));
    assert.equal(await page.locator('.ladder h3').count(), 8, 'every step of the ladder is a heading');

    await press('k');
    await page.getByText('Gekopieerd.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(copied.includes(advice) && [...copied].length <= 600, copied);
    await page.screenshot({path: path.join(screenshots, `consult-${String(index + 1).padStart(2, '0')}.png`), fullPage: true});

    await press('p');
    await page.getByRole('heading', {name: 'Hulp voor uw kind en uw gezin'}).waitFor();
    await press('Escape');
    await page.locator('#advies').waitFor();
    await press('1');
    await page.getByRole('heading', {name: 'Praktisch'}).waitFor();
    assert.match(page.url(), /#\/aanbod\/[0-9a-f-]{36}$/);
    await sound(opened);
    await context.close();
  });
}

test('suggestions are taken with the arrows and Enter', async () => {
  const {page, context} = await newPage(world);
  const press = key(page);
  await page.goto(`${world.origin}/`);
  const box = page.getByRole('combobox', {name: 'Vraag'});
  await box.pressSequentially('zoon is somb');
  const option = page.getByRole('option', {name: /Somberheid en stemming/});
  await option.waitFor();
  await press('ArrowDown');
  assert.equal(await option.getAttribute('aria-selected'), 'true');
  assert.equal(await box.getAttribute('aria-activedescendant'), await option.getAttribute('id'));
  await press('Enter');
  assert.equal(await box.inputValue(), 'zoon is somberheid en stemming ');
  await box.pressSequentially('boo');
  const list = page.getByRole('listbox', {name: 'Suggesties'});
  await list.waitFor();
  await press('Escape');
  await list.waitFor({state: 'hidden'});
  await context.close();
});

test('an answer changes the advice at once and keeps the focus', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/`);
  await page.keyboard.type('sinds de scheiding boos op school 8 jaar');
  await page.keyboard.press('Enter');
  await page.locator('#advies').waitFor();
  assert.equal(await page.getByLabel('Leeftijd').inputValue(), '8', 'the age is read from the question');
  const group = page.getByRole('group', {name: /gevaar voor het kind/});
  await group.getByRole('radio', {name: 'geen gevaar'}).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('alert').filter({hasText: 'Eerst de veiligheid'}).waitFor();
  assert.ok(await group.getByRole('radio', {name: 'hoog'}).isChecked());
  assert.equal(await page.evaluate(() => document.activeElement.name), 'rating-risk');
  await context.close();
});

test('a problem that was misread is taken out, one that was missed is put in, and a red flag stays', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/`);
  await page.keyboard.type('wil niet meer leven, slaapt slecht');
  await page.keyboard.press('Enter');
  await page.locator('.safety').waitFor();
  const chips = page.locator('.chips');
  await chips.getByRole('button', {name: /Slapen klopt niet/}).focus();
  await page.keyboard.press('Enter');
  await chips.locator('.chip', {hasText: 'Slapen'}).waitFor({state: 'detached'});
  await page.getByLabel('Onderwerp toevoegen').selectOption({label: 'Leren en school'});
  await chips.locator('.chip', {hasText: 'Leren en school'}).waitFor();
  assert.equal(await page.getByRole('heading', {name: 'Eerst de veiligheid'}).count(), 1);
  assert.equal(await chips.locator('.chip--flag button').count(), 0, 'a red flag cannot be taken out');
  await context.close();
});

test('an ambiguous place is chosen with one key press', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/`);
  await page.keyboard.type('boos');
  await page.getByLabel('Plaats of postcode').fill('Hengelo');
  await page.keyboard.press('Enter');
  const choice = page.getByRole('button', {name: /Hengelo \(Bronckhorst\)/});
  await choice.focus();
  await page.keyboard.press('Enter');
  await choice.waitFor({state: 'detached'});
  assert.match(await page.locator('.chip--fact').innerText(), /Bronckhorst|7255/);
  await context.close();
});

test('what was tried is weighed, and more services come when asked', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/`);
  await page.keyboard.type('sinds de scheiding boos op school');
  await page.getByLabel('Plaats of postcode').fill('Eibergen');
  await page.keyboard.press('Enter');
  const advised = page.locator('.step--advised');
  await advised.waitFor();
  await page.getByRole('button', {name: 'Meer aanbod op deze stap'}).first().click();
  await page.waitForFunction(() => document.querySelectorAll('.step--advised [data-service]').length > 3);
  await advised.getByLabel('Al geprobeerd, hielp niet genoeg').click();
  await page.waitForFunction(() => document.querySelector('#advies')?.textContent !== 'Vrij toegankelijke hulp');
  assert.equal(await page.locator('.state', {hasText: 'al geprobeerd'}).count(), 1);
  assert.equal(await focused(page), 'advies', 'the reading goes on at the new advice');
  await context.close();
});

test('a number in the table of supply leads to those services, in that gemeente', async () => {
  const opened = await newPage(world);
  const {page, context} = opened;
  await page.goto(`${world.origin}/#/aanbod/GM1859`);
  const row = page.getByRole('row', {name: /^Scheiding/});
  const link = row.getByRole('link').nth(2);
  await link.focus();
  await page.keyboard.press('Enter');
  await page.locator('.finder [data-service]').first().waitFor();
  assert.match(page.url(), /#\/zoeken\?stap=wijkteam&probleem=scheid$/);
  assert.equal(await page.getByLabel('Plaats of postcode').inputValue(), 'Berkelland');
  assert.ok(await page.getByRole('link', {name: 'Voormekaar Berkelland'}).isVisible());
  await sound(opened);
  await context.close();
});
