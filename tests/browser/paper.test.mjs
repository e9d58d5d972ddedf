// The leaflet prints to one A4, whatever the advice.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {ask, newPage, open, screenshots} from './harness.mjs';

let world;
before(async () => (world = await open()));
after(() => world?.close());

// Of an uncompressed page tree: Chromium writes its pages as objects of /Type /Page.
const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

for (const [name, question, age] of [
  ['everyday', 'sinds de scheiding boos op school', '8'],
  ['two red flags', 'meisje wil niet meer leven, snijdt zich, wordt thuis geslagen en eet niets meer', '14'],
]) {
  test(`${name}: one sheet of A4, and nothing of the page around it`, async () => {
    const {page, context} = await newPage(world);
    await ask(page, world.origin, {question, age, place: 'Eibergen'});
    await page.getByRole('link', {name: 'Bekijk de folder'}).click();
    await page.getByLabel('Naam en telefoonnummer van uw praktijk').fill('Huisartsenpraktijk De Berkelhof, 0545 000 107');
    const pdf = await page.pdf({preferCSSPageSize: true, printBackground: true});
    writeFileSync(path.join(screenshots, `leaflet-${name.replaceAll(' ', '-')}.pdf`), pdf);
    assert.equal(pages(pdf), 1);
    assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]/, 'A4');
    await page.emulateMedia({media: 'print'});
    for (const hidden of ['.top', '.foot', '#practice']) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
    assert.ok(await page.getByText('De Berkelhof, 0545 000 107').isVisible());
    await context.close();
  });
}
