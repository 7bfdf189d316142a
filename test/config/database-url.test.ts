import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseUrlFault, hasPassword } from '../../src/config/database-url.js';

describe('databaseUrlFault', () => {
  it.each([
    'postgres://localhost/app',
    'postgresql://me:pw@db.example.com:5432/app?sslmode=require',
    'POSTGRES://me@localhost/app',
    'postgres:///app?host=/var/run/postgresql',
    'postgres://me:pw@/app?host=/var/run/postgresql',
    'postgres://me:p%40w%2F@[::1]:5432/app',
    'postgres://localhost',
  ])('accepts %s', (url) => {
    expect(databaseUrlFault(url)).toBeNull();
  });

  it.each([
    ['another scheme', 'mysql://me:s3cret@host/app', /form postgres:/],
    ['keywords and values', 'host=h password=s3cret', /form postgres:/],
    ['one slash', 'postgres:/me:s3cret@host/app', /form postgres:/],
    ['a slash in the password', 'postgres://me:s3c/ret@host/app', /percent-encode/],
    ['a question mark in the password', 'postgres://me:s3c?ret@host/app', /percent-encode/],
    ['a hash in the password', 'postgres://me:s3c#ret@host/app', /percent-encode/],
    ['an at sign in the password', 'postgres://me:s3c@ret@host/app', /percent-encode/],
    ['a fragment', 'postgres://me:s3cret@host/app#x', /percent-encode/],
    ['a bare per cent sign', 'postgres://me:100%s3cret@host/app', /%25/],
    ['several hosts', 'postgres://me:s3cret@a:1,b:2/app', /several hosts/],
    ['white space', 'postgres://me:s3 cret@host/app', /white space/],
    ['a port that is none', 'postgres://me:s3cret@host:port/app', /host or port/],
  ])('refuses %s and repeats nothing of it', (_, url, message) => {
    const fault = databaseUrlFault(url);
    expect(fault).toMatch(message);
    expect(fault).not.toMatch(/s3c|ret@|host\/app/);
  });

  it('accepts every password that is percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (password) => {
        expect(databaseUrlFault(`postgres://me:${encodeURIComponent(password)}@localhost/app`)).toBeNull();
      }),
    );
  });

  it('refuses every password with an unencoded delimiter', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('/', '?', '#', '@'), word, (before, delimiter, after) => {
        expect(databaseUrlFault(`postgres://me:${before}${delimiter}${after}@localhost/app`)).toMatch(
          /percent-encode/,
        );
      }),
    );
  });
});

describe('hasPassword', () => {
  it.each([
    ['postgres://me:pw@host/app', true],
    ['postgres://host/app?password=pw', true],
    ['postgres://me@host/app', false],
    ['postgres://me:@host/app', false],
    ['postgres://host:5432/app', false],
    ['postgres://host/app?sslmode=require', false],
  ])('is right about %s', (url, expected) => {
    expect(hasPassword(url)).toBe(expected);
  });
});
