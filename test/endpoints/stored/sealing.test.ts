import { describe, expect, it } from 'vitest';
import { type MasterKey, parseMasterKeys } from '../../../src/endpoints/stored/master-key.js';
import { type SealContext, seal, unseal } from '../../../src/endpoints/stored/sealing.js';

const keyOf = (fill: number): MasterKey => {
  const [key] = parseMasterKeys(Buffer.alloc(32, fill).toString('base64')) ?? [];
  if (key === undefined) throw new Error('no key');
  return key;
};
const context: SealContext = {
  project: 'public.tb_confiture',
  environment: 'local',
  id: 'whk_1',
  column: 'url',
};
const text = 'https://hooks.example.com/services/T0/B0/invented';

describe('a sealed text', () => {
  it('opens with its key in its context, and is another text each time it is sealed', () => {
    const sealed = seal(text, keyOf(1), context);
    expect(unseal(sealed, keyOf(1), context)).toBe(text);
    expect(sealed).not.toContain('hooks');
    expect(seal(text, keyOf(1), context)).not.toBe(sealed);
  });

  it.each<[string, Partial<SealContext>]>([
    ['project', { project: 'other.tb_confiture' }],
    ['environment', { environment: 'production' }],
    ['endpoint', { id: 'whk_2' }],
    ['column', { column: 'secrets' }],
  ])('stays closed in the row or column of another %s', (_what, other) => {
    expect(unseal(seal(text, keyOf(1), context), keyOf(1), { ...context, ...other })).toBeNull();
  });

  it('stays closed for another key', () => {
    expect(unseal(seal(text, keyOf(1), context), keyOf(2), context)).toBeNull();
  });

  it('stays closed where any of its bytes was altered or cut off', () => {
    const sealed = seal('abc', keyOf(1), context);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(unseal(`v1.${altered.toString('base64url')}`, keyOf(1), context)).toBeNull();
      expect(unseal(`v1.${bytes.subarray(0, at).toString('base64url')}`, keyOf(1), context)).toBeNull();
    }
    expect(unseal(sealed.replace('v1.', 'v2.'), keyOf(1), context)).toBeNull();
    expect(unseal('', keyOf(1), context)).toBeNull();
  });
});

describe('master keys', () => {
  const base64 = Buffer.alloc(32, 7).toString('base64');

  it('are read in base64, base64url and hexadecimal, and mean the same key in each', () => {
    const spellings = [
      base64,
      Buffer.alloc(32, 7).toString('base64url'),
      Buffer.alloc(32, 7).toString('hex'),
    ];
    const ids = spellings.map((spelling) => parseMasterKeys(` ${spelling}\n`)?.map(({ id }) => id));
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(ids[0]?.[0]).toMatch(/^key_[0-9a-f]{12}$/);
  });

  it('keep their order, the one that seals first', () => {
    const hex = Buffer.alloc(32, 8).toString('hex');
    const keys = parseMasterKeys(`${base64},${hex}`);
    expect(keys?.map(({ bytes }) => bytes[0])).toEqual([7, 8]);
    expect(keys?.[0]?.id).not.toBe(keys?.[1]?.id);
  });

  it.each(['', ' , ', 'change-me', base64.slice(4), `${base64}, short`, `${base64}${base64}`])(
    'are refused where any part is no key of 32 bytes (%#)',
    (written) => {
      expect(parseMasterKeys(written)).toBeNull();
    },
  );
});
