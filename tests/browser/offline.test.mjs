// Without a connection the page still opens, says so, keeps the help lines and searches the list around the own place.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {ask, newPage, open, until} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

test('a reload without a connection shows the page, the kept list with its date, and no answer of before', async () => {
  const {page, context} = await newPage(world);
  await ask(page, world.origin, {question: 'sinds de scheiding boos', place: 'Eibergen'});
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until(page, async () => (await (await caches.open('region')).match('./region.json')) !== undefined);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', {name: 'Wat is er aan de hand?'}).waitFor();
  assert.ok(await page.locator('.foot a[href="tel:112"]').isVisible());
  assert.equal(await page.locator('#advies').count(), 0);

  await page.getByRole('combobox', {name: 'Vraag'}).fill('boos');
  await page.getByRole('button', {name: 'Toon advies'}).click();
  await page.getByRole('alert').filter({hasText: 'Geen verbinding'}).waitFor();

  await page.getByRole('link', {name: 'Zoeken', exact: true}).click();
  const year = new Date().getFullYear();
  await page.getByRole('status').filter({hasText: new RegExp(`bewaarde lijst rond Eibergen, van .* ${year}`)}).waitFor();
  await page.locator('#zoektekst').fill('Voormekaar');
  await page.getByRole('button', {name: 'Zoek', exact: true}).click();
  await page.getByRole('link', {name: 'Voormekaar Berkelland'}).waitFor();
  await page.locator('#zoektekst').fill('ditwoordbestaatniet');
  await page.getByRole('button', {name: 'Zoek', exact: true}).click();
  await page.getByRole('heading', {name: '0 gevonden'}).waitFor();

  await context.setOffline(false);
  await page.reload();
  await page.locator('.finder [data-service]').first().waitFor();
  await context.close();
});
