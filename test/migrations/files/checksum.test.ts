import { describe, expect, it } from 'vitest';
import { checksumMatches, checksumOf } from '../../../src/migrations/files/checksum.js';

const BOM = '\ufeff';
const lf = Buffer.from('select 1;\nselect é;\n');
const crlf = Buffer.from('select 1;\r\nselect é;\r\n');
const forms = [lf, crlf, Buffer.from(`${BOM}${lf}`), Buffer.from(`${BOM}${crlf}`)];

it('is the SHA-256 of the bytes in hex', () => {
  expect(checksumOf(Buffer.from('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

describe('checksumMatches', () => {
  it.each(forms.flatMap((now) => forms.map((recorded) => [now, recorded] as const)))(
    'holds for %j where %j was recorded',
    (now, recorded) => {
      expect(checksumMatches(now, checksumOf(recorded))).toBe(true);
    },
  );

  it('holds for a recorded digest in upper case', () => {
    expect(checksumMatches(lf, checksumOf(lf).toUpperCase())).toBe(true);
  });

  it.each([
    ['a letter', 'select 1;\nselect e;\n'],
    ['a space at a line end', 'select 1; \nselect é;\n'],
    ['a missing last line end', 'select 1;\nselect é;'],
    ['a mark in the middle', `select 1;\n${BOM}select é;\n`],
    ['a lone carriage return', 'select 1;\rselect é;\n'],
  ])('does not hold where %s differs', (_what, text) => {
    expect(checksumMatches(Buffer.from(text), checksumOf(lf))).toBe(false);
  });
});
