import { describe, expect, it } from 'vitest';
import { requirementOf, rulesInForce } from '../../../../src/runner/lifecycle/approval/requirement.js';

const risk = (...tiers: Parameters<typeof requirementOf>[1]['tiers'][number][]) => ({
  tiers,
  directives: [],
});

describe('the rules in force', () => {
  it('are those of the environment, with their defaults', () => {
    const written = [
      { environments: ['production'], tiers: ['destructive' as const], count: 2 },
      { environments: ['staging'] },
      { forbidSelf: true },
    ];
    expect(rulesInForce(written, 'production')).toEqual([
      { tiers: ['destructive'], count: 2, approvers: null, forbidSelf: false },
      { tiers: null, count: 1, approvers: null, forbidSelf: true },
    ]);
  });
});

describe('what a plan requires', () => {
  const rules = rulesInForce([{ tiers: ['destructive'] }], 'production');

  it.each([
    ['additive', false],
    ['lock_risky', false],
    ['destructive', true],
    ['irreversible', true],
    ['unclassified', true],
  ] as const)('a rule for destructive statements is for %s ones: %s', (tier, isNeeded) => {
    expect(requirementOf(rules, risk('additive', tier)) !== null).toBe(isNeeded);
  });

  it('is nothing where no rule fits and no file asks', () => {
    expect(requirementOf(rules, risk())).toBe(null);
    expect(requirementOf([], risk('irreversible'))).toBe(null);
  });

  it('is asked for by a rule without tiers before every plan', () => {
    const every = rulesInForce([{}], 'production');
    expect(requirementOf(every, risk('additive'))?.reasons).toEqual(['A rule asks for it before every run.']);
  });

  it('is one grant of anybody where only a file asks', () => {
    const requirement = requirementOf(rules, { tiers: ['additive'], directives: ['005_drop'] });
    expect(requirement).toEqual({
      rules: [{ tiers: null, count: 1, approvers: null, forbidSelf: false }],
      reasons: ['005_drop asks for it (requires-approval).'],
    });
  });

  it('is every rule that fits, with the tiers that made it fit', () => {
    const both = rulesInForce(
      [{ tiers: ['lock_risky'], count: 2 }, { tiers: ['irreversible'] }],
      'production',
    );
    const requirement = requirementOf(both, risk('lock_risky', 'irreversible', 'additive'));
    expect(requirement?.rules.map(({ count }) => count)).toEqual([2, 1]);
    expect(requirement?.reasons).toEqual([
      'A rule asks for it before irreversible and lock-risky statements.',
      'A rule asks for it before irreversible statements.',
    ]);
  });
});
