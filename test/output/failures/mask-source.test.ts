import { describe, expect, it } from 'vitest';
import { maskedLines, maskedOffset } from '../../../src/output/failures/mask-source.js';

const texts = (source: string, line: number) => maskedLines(source, line, 2).map(({ masked }) => masked);

describe('maskedLines', () => {
  it('masks a password whose keyword stands on the line before', () => {
    expect(texts("create role app password\n  'hunter2-invented'\n;", 3).join('\n')).not.toContain('hunter2');
  });

  it('shows no line of a private key that begins outside of what is drawn', () => {
    const body = Array.from({ length: 9 }, (_, index) => `keyline${index}Invented`);
    const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'];
    const source = ["select '", ...key, "';", 'selec 1;'].join('\n');
    expect(texts(source, 12)).toEqual(['***', '***', '***', "';", 'selec 1;']);
  });

  it('keeps lines that masking does not touch', () => {
    expect(texts('a\nb\nc\nd\ne\nf', 4)).toEqual(['b', 'c', 'd', 'e', 'f']);
  });

  it('numbers lines as the file does', () => {
    expect(maskedLines('a\r\nb\r\nc', 2, 1).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('drops the byte order mark', () => {
    expect(texts('\ufeffselect 1', 1)).toEqual(['select 1']);
  });

  it.each([0, 4])('has nothing to show for line %d of three', (line) => {
    expect(texts('a\nb\nc', line)).toEqual([]);
  });
});

describe('maskedOffset', () => {
  const original = "create role app password 'hunter2-invented' frm x";
  const masked = "create role app password '***' frm x";
  const pointed = (word: string) => {
    const column = original.indexOf(word) + 1;
    return masked.slice(maskedOffset({ number: 1, original, masked }, column));
  };

  it('is the same before what is masked', () => {
    expect(pointed('role')).toBe("role app password '***' frm x");
  });

  it('moves with what is masked', () => {
    expect(pointed('frm')).toBe('frm x');
  });

  it('stays at the mask, or right after it, for a column within a secret', () => {
    expect(pointed('inv')).toMatch(/^\*{0,3}'? frm x$/);
  });
});
