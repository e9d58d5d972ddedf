// The map: nothing of others by default; with tiles exactly the server that the owner named, and only when it is opened.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, test} from 'node:test';
import {ask, newPage, open, screenshots, sound} from './harness.mjs';

const tiles = 'https://tiles.example.nl/kaart/EPSG:3857/{z}/{x}/{y}.png?a=1&b=2';
const worlds = [];
after(async () => {
  for (const world of worlds) await world.close();
});
async function start(options) {
  worlds.push(await open(options));
  return worlds.at(-1);
}

async function showMap(page, origin) {
  await ask(page, origin, {question: 'boos', age: '8', place: 'Eibergen'});
  await page.getByRole('button', {name: 'Toon op kaart'}).click();
  await page.locator('.map-point').first().waitFor();
}

const policyOf = async (origin) => (await fetch(`${origin}/`)).headers.get('content-security-policy');
const elsewhere = (policy) => policy.split(/[ ;]+/).filter((word) => /[.*]|:\/\//.test(word));

test('without tiles: points, the place, the rough outline of the gemeente, and nobody else is asked', async () => {
  const world = await start();
  assert.deepEqual(elsewhere(await policyOf(world.origin)), []);
  const opened = await newPage(world);
  const {page, context} = opened;
  await showMap(page, world.origin);
  assert.equal(await page.locator('.map-outline').count(), 1);
  assert.equal(await page.locator('.map-place').count(), 1);
  assert.equal(await page.locator('.leaflet-tile').count(), 0);
  await page.getByText('de grove omtrek van de gemeente Berkelland, niet de precieze grens').waitFor();
  const [outline, box] = await page.evaluate(() => ['.map-outline', '.map__box'].map((one) => document.querySelector(one).getBoundingClientRect().toJSON()));
  assert.ok(outline.left >= box.left && outline.right <= box.right && outline.top >= box.top && outline.bottom <= box.bottom, 'the whole gemeente is in view');
  await page.locator('.map').screenshot({path: path.join(screenshots, 'map-alone.png')});
  await sound(opened);
  await context.close();
});

test('a place in two gemeenten has no outline', async () => {
  const [world] = worlds;
  const opened = await newPage(world);
  const {page, context} = opened;
  await ask(page, world.origin, {question: 'boos', age: '8', place: '7011'});
  await page.getByRole('button', {name: 'Toon op kaart'}).click();
  await page.locator('.map-point').first().waitFor();
  assert.equal(await page.locator('.map-outline').count(), 0);
  assert.equal(await page.getByText('de grove omtrek').count(), 0);
  await context.close();
});

test('with tiles: exactly that server, its owner is thanked, and who looks is told', async () => {
  const world = await start({args: ['--map-tiles', tiles, '--map-attribution', 'Kaart & <b>zo</b>']});
  const policy = await policyOf(world.origin);
  assert.deepEqual(elsewhere(policy), ['https://tiles.example.nl']);
  assert.match(policy, /img-src 'self' data: https:\/\/tiles\.example\.nl(;|$)/);
  const {page, context} = await newPage(world);
  const asked = [];
  // Nothing leaves this machine: the tile server is answered for here.
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
  await context.route('https://tiles.example.nl/**', (route) => {
    asked.push(route.request());
    return route.fulfill({body: pixel, contentType: 'image/png'});
  });
  await page.goto(`${world.origin}/#/uitleg`);
  await page.getByText('haalt deze browser de ondergrond bij tiles.example.nl').waitFor();
  assert.equal(asked.length, 0, 'not before the map is opened');
  await showMap(page, world.origin);
  await page.locator('.leaflet-tile-loaded').first().waitFor();
  for (const request of asked) {
    assert.match(request.url(), /^https:\/\/tiles\.example\.nl\/kaart\/EPSG:3857\/\d+\/\d+\/\d+\.png\?a=1&b=2$/);
    assert.equal(request.headers().referer, undefined);
  }
  assert.equal(await page.locator('.leaflet-control-attribution').innerText(), 'Kaart & <b>zo</b>');
  await page.getByText('De ondergrond komt van tiles.example.nl').waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.forbidden), []);
  await context.close();
});
