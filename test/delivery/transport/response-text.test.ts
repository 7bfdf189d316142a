import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { responseText } from '../../../src/delivery/transport/response-text.js';

function text(
  body: string | Buffer,
  changes: { complete?: boolean; encoding?: string; confidential?: string[] } = {},
) {
  const { complete = true, encoding, confidential = [] } = changes;
  return responseText({ body: Buffer.from(body), complete, encoding }, confidential, {}).text;
}

describe('responseText', () => {
  it('keeps ordinary text as it is', () => {
    expect(text('{"error": "unknown customer"}\n\tplease retry')).toBe(
      '{"error": "unknown customer"}\n\tplease retry',
    );
  });

  it('masks secrets nobody told it about', () => {
    expect(text('use postgres://app:invented@db.example.com/shop')).not.toContain('invented');
  });

  it('leaves out the word at which a body was cut, which may be half a secret', () => {
    expect(text('the token is half-a-tok', { complete: false })).toBe('the token is ');
  });

  it('leaves out a character that was cut', () => {
    expect(text(Buffer.from('voilà').subarray(0, 5), { complete: false })).toBe('');
  });

  it('says that a body is compressed instead of storing bytes', () => {
    expect(text(gzipSync('hello'), { encoding: 'gzip' })).toBe('(compressed)');
  });

  it('masks the longer of two known secrets first', () => {
    expect(text('a: invented-long', { confidential: ['invented', 'invented-long'] })).toBe('a: ***');
  });

  it('does not punch holes into words for known texts of three characters', () => {
    expect(text('cannot', { confidential: ['not'] })).toBe('cannot');
  });
});
