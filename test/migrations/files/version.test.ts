import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../../src/migrations/files/version.js';

describe('compareVersions', () => {
  it.each([
    ['9', '10'],
    ['099', '100'],
    ['20260101120000', '20260101120001'],
    ['99999999999999999998', '99999999999999999999'],
    ['V2', 'V10'],
    ['1.9', '1.10'],
    ['1', '1.1'],
    ['2', 'V1'],
    ['a', 'b'],
  ])('puts %s before %s', (earlier, later) => {
    expect(compareVersions(earlier, later)).toBe(-1);
    expect(compareVersions(later, earlier)).toBe(1);
  });

  it('takes 5 and 005 for the same number', () => {
    expect(compareVersions('5', '005')).toBe(0);
  });

  it('orders numbers of any size by value', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        (a, b) => {
          expect(compareVersions(`${a}`, `${b}`)).toBe(a < b ? -1 : a > b ? 1 : 0);
        },
      ),
    );
  });

  it('is one order for versions of all shapes', () => {
    const version = fc.stringMatching(/^[0-2a.V]{1,5}$/);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('sorting by compareVersions', () => {
  it('puts numeric versions in the order of their values', () => {
    const versions = ['10', '9', '100', '001'];
    expect([...versions].sort(compareVersions)).toEqual(['001', '9', '10', '100']);
  });

  it('keeps the order of numeric versions when another shape joins them', () => {
    const versions = ['10', 'hotfix', '9'];
    expect([...versions].sort(compareVersions)).toEqual(['9', '10', 'hotfix']);
  });
});
