import { expect, it } from 'vitest';
import { csvRow } from '../../../src/app/lists/csv-row.js';

it('quotes a field that has a comma, a quotation mark or a line break, and no other', () => {
  expect(csvRow(['plain', 'a, b', 'the "first"', 'one\ntwo', 'one\r\ntwo', ' spaced '])).toBe(
    'plain,"a, b","the ""first""","one\ntwo","one\r\ntwo", spaced \r\n',
  );
});

it('writes null as an empty field, and numbers and objects as JSON', () => {
  expect(csvRow([null, undefined, '', 12, -1, true, { name: 'a', count: 2 }])).toBe(
    ',,,12,-1,true,"{""name"":""a"",""count"":2}"\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\u200b=1', '＝1', '\ttab'])(
  'a field that begins as a formula is text to a spreadsheet: %j',
  (text) => {
    expect(csvRow([text])).toBe(`'${text}\r\n`);
  },
);

it('makes a formula harmless inside of quotation marks too', () => {
  expect(csvRow(['=HYPERLINK("http://127.0.0.1/","x")', '\rcut'])).toBe(
    '"\'=HYPERLINK(""http://127.0.0.1/"",""x"")","\'\rcut"\r\n',
  );
});
