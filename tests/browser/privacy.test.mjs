// The question goes to the server alone, in the body of a POST, and stays nowhere. Personal data does not even go there.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {ask, newPage, open, sound, until} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

const secret = 'xylofoonclub'; // a word that nothing else on the page holds

// Everything that this browser keeps for the page.
const kept = (page) =>
  page.evaluate(async () => {
    const caches_ = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) caches_.push(request.url, await (await cache.match(request)).text());
    }
    return JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases(), document.cookie, history.state, caches_]);
  });

test('the question is in no address, no storage, no history, no cookie and no cache', async () => {
  const opened = await newPage(world);
  const {page, context, seen} = opened;
  await ask(page, world.origin, {question: `boos op de ${secret}`, age: '8', place: 'Eibergen'});
  await page.locator('.step--advised a[href^="#/aanbod/"]').first().click();
  await page.locator('.facts--wide').first().waitFor();
  await page.goto(`${world.origin}/#/zoeken`);
  await page.locator('#zoektekst').fill(secret);
  await page.getByRole('button', {name: 'Zoek', exact: true}).click();
  await page.locator('#results-title').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until(page, async () => (await (await caches.open('region')).match('./region.json')) !== undefined);

  assert.ok(!(await kept(page)).includes(secret));
  for (const request of seen.requests) {
    assert.ok(!decodeURIComponent(request.url()).includes(secret), request.url());
    assert.ok(!JSON.stringify(request.headers()).includes(secret));
    assert.equal(request.headers().referer ?? '', '', `no referrer with ${request.url()}: ${request.headers().referer}`);
    assert.equal(request.headers().cookie, undefined);
  }
  const bodies = seen.requests.filter((request) => request.postData()?.includes(secret)).map((request) => new URL(request.url()).pathname);
  assert.ok(bodies.length > 0 && bodies.every((path) => /^\/socialekaart\.v1\.(Match|Search)Service\//.test(path)), bodies.join());
  assert.deepEqual(await context.cookies(), []);
  assert.ok(!page.url().includes(secret));
  await page.reload();
  assert.ok(!(await page.content()).includes(secret), 'gone when the page goes');
  assert.ok(!(await page.locator('#zoektekst').inputValue()).includes(secret));
  await sound(opened);
  await context.close();
});

for (const [what, text] of [
  ['a BSN', '111222333'],
  ['a BSN with dots', '1112.22.333'],
  ['a phone number', '06-12345678'],
  ['a mail address', 'jan@voorbeeld.nl'],
  ['a birth date', '12-03-2015'],
]) {
  test(`${what} is refused before anything is sent, and taken out with one key`, async () => {
    const opened = await newPage(world);
    const {page, context, seen} = opened;
    await page.goto(`${world.origin}/`);
    const box = page.getByRole('combobox', {name: 'Vraag'});
    await box.pressSequentially(`boos kind ${text} op school`, {delay: 15});
    await page.getByText('Dit is nog niet verstuurd').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    const digits = text.replace(/\D/g, '').slice(0, 4);
    for (const request of seen.requests) assert.ok(!(request.postData() ?? '').includes(digits || 'jan@'), `${request.url()} ${request.postData()}`);
    assert.equal(await page.locator('#advies').count(), 0);
    assert.equal(await box.getAttribute('aria-invalid'), 'true');
    await page.getByRole('button', {name: 'Haal het weg'}).click();
    assert.equal(await box.inputValue(), 'boos kind op school');
    await page.keyboard.press('Enter');
    await page.locator('#advies').waitFor();
    await sound(opened);
    await context.close();
  });
}

test('a search and a report are checked in the same way', async () => {
  const opened = await newPage(world);
  const {page, context, seen} = opened;
  await page.goto(`${world.origin}/#/zoeken`);
  await page.locator('[data-service]').first().waitFor();
  await page.locator('#zoektekst').fill('moeder 0612345678');
  await page.keyboard.press('Enter');
  await page.locator('[data-service] a').first().click();
  await page.getByText('Klopt er iets niet?').click();
  await page.getByLabel('Telefoon, e-mail, adres of website').check();
  await page.getByLabel('Wat zou er moeten staan?').fill('vraag naar 06 12345678');
  await page.getByRole('button', {name: 'Verstuur melding'}).click();
  await page.waitForTimeout(200);
  assert.ok(!seen.requests.some((request) => (request.postData() ?? '').includes('12345678')));
  assert.ok(!seen.requests.some((request) => request.url().includes('ReportIssue')));
  await page.getByRole('button', {name: 'Haal het weg'}).click();
  await page.getByRole('button', {name: 'Verstuur melding'}).click();
  await page.getByText('Dank u. De beheerder van de kaart kijkt het na.').first().waitFor();
  await sound(opened);
  await context.close();
});

test('what this browser remembers can be forgotten', async () => {
  const {page, context} = await newPage(world);
  await ask(page, world.origin, {question: 'boos', place: 'Eibergen'});
  await until(page, async () => (await (await caches.open('region')).match('./region.json')) !== undefined);
  assert.match(await kept(page), /Eibergen/);
  await page.goto(`${world.origin}/#/uitleg`);
  await page.getByRole('button', {name: /Vergeet mijn plaats/}).click();
  await page.getByText('Vergeten.').waitFor();
  await until(page, async () => !(await caches.keys()).includes('region'));
  assert.equal(JSON.parse(await page.evaluate(() => localStorage.getItem('sociale-kaart'))).place, '');
  await context.close();
});

test('no text of the server becomes markup', async () => {
  const {page, context} = await newPage(world);
  const markup = page.locator('main img, main b');
  await ask(page, world.origin, {question: '<img src=x onerror=alert(1)> boos', place: 'Eibergen'});
  await page.locator('.understood').getByText('<img src=x onerror=alert(1)> boos').waitFor();
  assert.equal(await markup.count(), 0);
  await page.getByLabel('Plaats of postcode').fill('<b>Nergens</b>');
  await page.keyboard.press('Enter');
  await page.locator('.notice--stop').waitFor();
  assert.equal(await markup.count(), 0);
  await context.close();
});
