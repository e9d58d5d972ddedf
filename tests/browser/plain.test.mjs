// Without a script the form is there and can be sent; with one it takes over what was typed. And the page is small.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {newPage, open, sound} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

test('without a script there is a form that posts to the server, and the help lines', async () => {
  const {page, context} = await newPage(world, {javaScriptEnabled: false});
  await page.goto(`${world.origin}/`);
  const form = page.locator('form');
  assert.equal(await form.getAttribute('method'), 'post');
  assert.equal(await form.getAttribute('action'), 'advies');
  for (const name of ['question', 'age_years', 'place', 'requester_role']) assert.equal(await form.locator(`[name=${name}]`).count(), 1, name);
  for (const label of ['Vraag', 'Leeftijd', 'Plaats of postcode', 'U bent']) assert.ok(await page.getByLabel(label, {exact: true}).isVisible(), label);
  assert.ok(await page.locator('a[href="tel:112"]').isVisible());
  await context.close();
});

test('without a script the server answers the form: help nearby, and a red flag before all', async () => {
  const {page, context, seen} = await newPage(world, {javaScriptEnabled: false});
  for (const [question, age, expected] of [
    ['sinds de scheiding boos op school', '8', 'Opvoedspreekuur Eibergen'],
    ['wil niet meer leven', '14', '113'],
  ]) {
    await page.goto(`${world.origin}/`);
    await page.getByLabel('Vraag', {exact: true}).fill(question);
    await page.getByLabel('Leeftijd', {exact: true}).fill(age);
    await page.getByLabel('Plaats of postcode').fill('Eibergen');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/advies');
    assert.match(await page.locator('main').innerText(), new RegExp(expected));
    assert.equal(await page.locator('main a[href="tel:113"]').count() > 0, expected === '113');
  }
  assert.deepEqual(seen.faults, []);
  await context.close();
});

test('words that were typed before the script ran stay', async () => {
  const opened = await newPage(world);
  const {page, context} = opened;
  // The script comes late, as over a slow line.
  await page.route('**/assets/main.*.js', async (route) => {
    await page.locator('#static-form #question').fill('boos op school');
    await page.locator('#static-form #age').fill('8');
    await route.continue();
  });
  await page.goto(`${world.origin}/`);
  await page.getByRole('heading', {name: 'Of begin met een voorbeeld'}).waitFor();
  assert.equal(await page.getByRole('combobox', {name: 'Vraag'}).inputValue(), 'boos op school');
  assert.equal(await page.getByLabel('Leeftijd').inputValue(), '8');
  await sound(opened);
  await context.close();
});

test('the first load is under 60 kB, and the map comes later', async () => {
  const {page, context} = await newPage(world);
  const sizes = new Map();
  page.on('response', async (response) => {
    if (response.request().method() === 'GET') sizes.set(new URL(response.url()).pathname, response.body().then((body) => gzipSync(body, {level: 9}).length));
  });
  await page.goto(`${world.origin}/`, {waitUntil: 'networkidle'});
  // What the service worker fetches for later is not part of the first load: it comes after it.
  const first = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname));
  const names = ['/', ...first].filter((name) => sizes.has(name));
  let total = 0;
  for (const name of names) total += await sizes.get(name);
  assert.ok(names.some((name) => name.endsWith('.css')) && names.some((name) => /main\..*\.js$/.test(name)), names.join());
  assert.ok(!names.some((name) => /\/map\./.test(name)), 'the map is not loaded');
  assert.ok(total < 60_000, `${total} bytes: ${names.join()}`);
  await context.close();
});

test('every file is where the page looks for it behind a path prefix too: no address begins with a slash', async () => {
  const html = await (await fetch(`${world.origin}/`)).text();
  const addresses = [...html.matchAll(/\b(?:href|src|action|content)="([^"]+)"/g)].map(([, address]) => address).filter((address) => /\.(?:js|css|svg|webmanifest)$|^advies$/.test(address));
  assert.ok(addresses.length >= 5);
  for (const address of addresses) assert.ok(!/^\/|:\/\//.test(address), address);
  assert.ok(!/<(?:script|style)(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=/.test(html), 'nothing inline');
});
