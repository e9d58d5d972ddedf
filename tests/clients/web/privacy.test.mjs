import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load} from './load.mjs';

const {completable, findPersonalData, isBsn} = await load('model/privacy.ts');

// The text, and what is found in it: "kind:words".
const rows = [
  ['111222333', 'bsn:111222333'],
  ['bsn 123456782', 'bsn:123456782'],
  ['1112.22.333', 'bsn:1112.22.333'],
  ['1112-22-333', 'bsn:1112-22-333'],
  ['1112 22 333 en boos', 'bsn:1112 22 333'],
  ['20000005', 'bsn:20000005'], // eight digits: the zero in front is gone
  ['123456789', ''], // fails the 11-test
  ['000000000', ''],
  ['111222333a', ''],
  ['06-12345678', 'phone:06-12345678'],
  ['0612345678', 'phone:0612345678'],
  ['06 12 34 56 78', 'phone:06 12 34 56 78'],
  ['06.12.34.56.78', 'phone:06.12.34.56.78'],
  ['+31 6 12345678', 'phone:+31 6 12345678'],
  ['+31 (0)6 12345678', 'phone:+31 (0)6 12345678'],
  ['0031612345678', 'phone:0031612345678'],
  ['bel 0545-471234', 'phone:0545-471234'],
  ['0800-2000 of 0800-0432', ''], // help lines are nobody's number
  ['113 en 112 zijn genoemd', ''],
  ['0900-8844', ''],
  ['jan.jansen@voorbeeld.nl', 'email:jan.jansen@voorbeeld.nl'],
  ['mail info @ voorbeeld.nl', 'email:info @ voorbeeld.nl'],
  ['12-03-2015', 'birth_date:12-03-2015'],
  ['12/3/15', 'birth_date:12/3/15'],
  ['2015-03-12', 'birth_date:2015-03-12'],
  ['12.03.2015', 'birth_date:12.03.2015'],
  ['12 maart 2015', 'birth_date:12 maart 2015'],
  ["3 mei '15", "birth_date:3 mei '15"],
  ['geb. 12-3', 'birth_date:geb. 12-3'],
  ['40-13-2015', ''],
  ['8 jaar, groep 4-5', ''],
  ['IQ 85-90, 3 x per week', ''],
  ['sinds 2019 boos, 10 keer', ''],
  ['7151 AB Eibergen', ''],
  ['', ''],
  ['111222333 en 06-12345678', 'bsn:111222333 phone:06-12345678'],
];

for (const [text, expected] of rows) {
  test(`finds ${expected || 'nothing'} in "${text}"`, () => {
    const found = findPersonalData(text).map(({kind, begin, end}) => `${kind}:${text.slice(begin, end)}`);
    assert.equal(found.join(' '), expected);
  });
}

test('the 11-test knows real numbers from others', () => {
  for (const bsn of ['111222333', '123456782', '20000005']) assert.ok(isBsn(bsn), bsn);
  for (const other of ['111222334', '12345678', '1234567', '1234567890', '000000000']) assert.ok(!isBsn(other), other);
});

test('only a word of letters is sent for completions', () => {
  const cases = [
    ['jongen is bo', 'bo'],
    ['Pésten', 'Pésten'],
    ['0612', undefined],
    ['straat 12', undefined],
    ['jan@voor', undefined],
    ['111222333 boos', undefined], // nothing goes out while personal data stands there
    ['boos ', undefined],
  ];
  for (const [text, expected] of cases) assert.equal(completable(text), expected, text);
});
