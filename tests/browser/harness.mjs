// A real browser on a real server with the sample region. Every page that is opened here is watched: what it asks of others, what its
// policy forbids, and what goes wrong in its script.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {binDir, startServer} from '../e2e/harness.mjs';

export const chromiumPath = process.env.SOCIALEKAART_CHROMIUM ?? '/usr/bin/chromium';
export const screenshots = path.join(path.dirname(binDir), 'screenshots');
export const phone = {width: 390, height: 844};
export const desktop = {width: 1280, height: 900};
mkdirSync(screenshots, {recursive: true});

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

// Server and browser for one file of tests. `close` in test.after.
export async function open({sample = true, args = []} = {}) {
  const server = await startServer({args});
  if (sample) {
    await server.importSample();
    await server.settled();
  }
  const origin = /^page on (\S+?)\/?$/m.exec(server.out)?.[1];
  assert.ok(origin, `the server does not say where its page is: ${server.out}`);
  const browser = await chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage']});
  return {
    server,
    origin,
    browser,
    async close() {
      await browser.close();
      if (!server.ended) await server.stop();
    },
  };
}

// A page of its own, with storage of its own. `faults` must be empty at the end: see `sound`.
export async function newPage({browser, origin}, options = {}) {
  const context = await browser.newContext({viewport: desktop, locale: 'nl-NL', ...options});
  const page = await context.newPage();
  const seen = {faults: [], requests: []};
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_INTERNET_DISCONNECTED/.test(message.text())) seen.faults.push(message.text());
  });
  page.on('pageerror', (error) => seen.faults.push(String(error)));
  context.on('request', (request) => {
    seen.requests.push(request);
    if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url())) seen.faults.push(`a request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    globalThis.forbidden = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.forbidden.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return {context, page, seen};
}

// Nothing went wrong on this page, nothing was forbidden, and nobody else was asked.
export async function sound({page, seen}) {
  assert.deepEqual(await page.evaluate(() => globalThis.forbidden), []);
  assert.deepEqual(seen.faults, []);
}

// Fills the form and waits for the advice.
export async function ask(page, origin, {question, age = '', place = ''}) {
  await page.goto(`${origin}/#/`);
  await page.getByRole('combobox', {name: 'Vraag'}).fill(question);
  await page.getByLabel('Leeftijd').fill(age);
  await page.getByLabel('Plaats of postcode').fill(place);
  await page.getByRole('button', {name: /Toon advies|Vraag opnieuw/}).click();
  await page.locator('#advies').waitFor();
}

// Waits until an asynchronous predicate, run in the page, is true. (waitForFunction takes its promise for a yes.)
export async function until(page, predicate, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  while (!(await page.evaluate(predicate))) {
    assert.ok(Date.now() < end, `not within ${timeoutMs} ms: ${predicate}`);
    await page.waitForTimeout(50);
  }
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// What axe finds, one line each. The page's policy keeps scripts of others out, so axe is put in by the debugger.
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    const {readFileSync} = await import('node:fs');
    await page.evaluate(readFileSync(axeSource, 'utf8'));
  }
  const found = await page.evaluate((only) => globalThis.axe.run(document, {runOnly: {type: 'tag', values: only}, resultTypes: ['violations']}), tags);
  return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
}
