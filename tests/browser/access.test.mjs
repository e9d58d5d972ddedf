// WCAG 2.2 AA as far as a machine can tell, on every view, in light and dark; reflow at 320 px; colours of the reader's own.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {ask, newPage, open, phone, screenshots, sound, violations} from './harness.mjs';

let world;
let ids;
before(async () => {
  world = await open();
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/#/zoeken`);
  await page.locator('[data-service]').first().waitFor();
  ids = await page.$$eval('[data-service]', (cards) => cards.slice(0, 3).map((card) => card.dataset.service.split('/')[1]));
  await context.close();
});
after(() => world?.close());

const goTo = (hash, ready) => async (page) => {
  await page.goto(`${world.origin}/${hash()}`);
  await page.locator(ready).first().waitFor();
};
const asked = (question, age, then) => async (page) => {
  await ask(page, world.origin, {question, age, place: 'Eibergen'});
  await then?.(page);
};

// What each view needs before it is looked at.
const views = {
  start: goTo(() => '#/', '#question'),
  suggestions: async (page) => {
    await page.goto(`${world.origin}/`);
    await page.getByRole('combobox', {name: 'Vraag'}).pressSequentially('boo');
    await page.getByRole('listbox', {name: 'Suggesties'}).waitFor();
    await page.keyboard.press('ArrowDown');
  },
  personal: async (page) => {
    await page.goto(`${world.origin}/`);
    await page.getByRole('combobox', {name: 'Vraag'}).fill('bel 06-12345678');
    await page.getByRole('button', {name: 'Haal het weg'}).waitFor();
  },
  advice: asked('sinds de scheiding boos op school', '8', async (page) => {
    await page.$$eval('.step__fold', (steps) => steps.forEach((step) => (step.open = true)));
    await page.locator('.step--advised .card summary').first().click();
    await page.locator('.card__more').first().waitFor();
    await page.getByLabel(/^Vergelijk /).first().check();
  }),
  choice: asked('sinds de scheiding boos op school', '8', async (page) => {
    await page.getByText('Toch een andere stap kiezen').click();
    await page.locator('#override-reason option').nth(1).waitFor({state: 'attached'});
    await page.getByRole('button', {name: 'Kies deze stap'}).click();
    await page.getByText('Kies een stap en een reden.').waitFor();
  }),
  chosen: asked('sinds de scheiding boos op school', '8', async (page) => {
    await page.getByText('Toch een andere stap kiezen').click();
    await page.locator('#override-reason option').nth(1).waitFor({state: 'attached'});
    await page.getByLabel('Welke stap?').selectOption({label: 'Voormekaar'});
    await page.getByLabel('Waarom?').selectOption({index: 1});
    await page.getByRole('button', {name: 'Kies deze stap'}).click();
    await page.locator('#chosen-title').waitFor();
  }),
  redflag: asked('meisje wil niet meer leven, vertelt dat vader haar slaat', '14', async (page) => {
    await page.$$eval('.safety .fold', (folds) => folds.forEach((fold) => (fold.open = true)));
  }),
  softflag: asked('somber, geen gedachten aan de dood', '15'),
  map: asked('boos', '8', async (page) => {
    await page.getByRole('button', {name: 'Toon op kaart'}).click();
    await page.locator('.map-point').first().waitFor();
  }),
  leaflet: asked('boos', '8', async (page) => {
    await page.getByRole('link', {name: 'Bekijk de folder'}).click();
    await page.locator('.sheet').waitFor();
  }),
  search: goTo(() => '#/zoeken', '[data-service]'),
  service: async (page) => {
    await goTo(() => `#/aanbod/${ids[0]}`, '.facts--wide')(page);
    await page.getByText('Klopt er iets niet?').click();
  },
  compare: goTo(() => `#/vergelijk/${ids.join(',')}`, 'table.compare'),
  supply: goTo(() => '#/aanbod/GM1859', '.page--supply .fold'),
  help: goTo(() => '#/uitleg', '.keys'),
};

test('axe sees a fault that is planted', async () => {
  const {page, context} = await newPage(world);
  await views.help(page);
  await page.evaluate(() => document.querySelector('main').append(new Image()));
  assert.match((await violations(page)).join(), /image-alt/);
  await context.close();
});

// What stands to the right of the window, apart from what scrolls by itself.
const sideways = () => {
  const width = document.documentElement.clientWidth;
  const inBox = (element) => element.closest('.table-box, .map') !== null;
  const over = [...document.querySelectorAll('body *')].filter((element) => !inBox(element) && !element.closest('.visually-hidden') && element.getBoundingClientRect().right > width + 1);
  return [Math.max(0, document.documentElement.scrollWidth - width), over.slice(0, 3).map((element) => `${element.tagName}.${element.className}`)];
};

for (const [name, show] of Object.entries(views)) {
  test(`${name}: nothing that axe objects to, light and dark; at 320 px (400 % zoom) it does not scroll sideways`, async () => {
    const opened = await newPage(world, {reducedMotion: 'reduce'});
    const {page} = opened;
    await show(page);
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({colorScheme});
      await page.screenshot({path: path.join(screenshots, `${name}-${colorScheme}.png`), fullPage: true});
      assert.deepEqual(await violations(page), [], colorScheme);
    }
    await page.setViewportSize(phone);
    await page.screenshot({path: path.join(screenshots, `${name}-phone.png`), fullPage: true});
    await page.setViewportSize({width: 320, height: 640});
    assert.deepEqual(await page.evaluate(sideways), [0, []]);
    await sound(opened);
    await opened.context.close();
  });
}

test('what can be pressed is at least 24 px high and wide', async () => {
  const opened = await newPage(world, {viewport: phone});
  await views.advice(opened.page);
  const small = await opened.page.$$eval('button, select, summary, input:not([type=radio]):not([type=checkbox]), a.utrecht-button, .scale__one, .compare-choice, .tried, .nav a', (all) =>
    all.filter((one) => one.offsetParent !== null).map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24)).map(([text]) => text));
  assert.deepEqual(small, []);
  await opened.page.screenshot({path: path.join(screenshots, 'advice-phone.png'), fullPage: true});
  await opened.context.close();
});

test('colours of the reader: the advised step and the chosen answer are still to be seen', async () => {
  const opened = await newPage(world, {forcedColors: 'active'});
  await views.redflag(opened.page);
  const width = await opened.page.locator('.safety').evaluate((element) => getComputedStyle(element).borderTopWidth);
  assert.equal(width, '4px');
  await opened.page.screenshot({path: path.join(screenshots, 'redflag-forced-colors.png'), fullPage: true});
  await sound(opened);
  await opened.context.close();
});

test('who asks for less motion sees none', async () => {
  const opened = await newPage(world, {reducedMotion: 'reduce'});
  await views.advice(opened.page);
  const moving = await opened.page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((element) => ['', '::before', '::after'].map((part) => [element, getComputedStyle(element, part || null)]))
      .filter(([, style]) => style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || (style.animationName !== 'none' && parseFloat(style.animationDuration) > 0))
      .map(([element]) => element.className));
  assert.deepEqual([...new Set(moving)], []);
  await opened.context.close();
});

test('English: its own words, and Dutch marked as Dutch', async () => {
  const opened = await newPage(world);
  const {page} = opened;
  await page.goto(`${world.origin}/`);
  await page.getByRole('button', {name: 'Switch to English'}).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('combobox', {name: 'Question (in Dutch)'}).fill('boos op school');
  await page.keyboard.press('Enter');
  await page.locator('#advies').waitFor();
  assert.equal(await page.locator('#advies').getAttribute('lang'), 'nl');
  assert.deepEqual(await violations(page), []);
  await page.reload();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'the language is remembered');
  await sound(opened);
  await opened.context.close();
});

test('the skip link leads past the menu', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/#/uitleg`);
  await page.locator('.keys').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'inhoud');
  await context.close();
});

test('single keys can be switched off', async () => {
  const {page, context} = await newPage(world);
  await page.goto(`${world.origin}/#/uitleg`);
  await page.getByLabel('Sneltoetsen gebruiken').uncheck();
  await page.keyboard.press('n');
  assert.match(page.url(), /#\/uitleg$/);
  await page.getByLabel('Sneltoetsen gebruiken').check();
  await page.keyboard.press('n');
  await page.getByRole('combobox', {name: 'Vraag'}).waitFor();
  await context.close();
});
