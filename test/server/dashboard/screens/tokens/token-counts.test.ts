import { expect, it } from 'vitest';
import { activeText, endsNext } from '../../../../../src/server/dashboard/screens/tokens/token-counts.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const token = (name: string, state: 'active' | 'expired' | 'revoked', expires: string | null) => ({
  name,
  state,
  expires_at: expires,
});
const ANN = token('ann', 'active', '2026-01-02T00:00:00Z');
const BOT = token('bot', 'active', '2026-01-05T00:00:00Z');
const OLD = token('old', 'expired', '2025-12-31T00:00:00Z');
const GONE = token('gone', 'revoked', '2026-01-01T12:00:00Z');
const EVER = token('ever', 'active', null);
const LATE = token('late', 'active', '2026-03-01T00:00:00Z');

it('tokens begin with how many can be used', () => {
  expect([[ANN], [GONE], [ANN, GONE], [ANN, BOT, OLD]].map(activeText)).toEqual([
    '1 of 1 token is active',
    'No token is active',
    '1 of 2 tokens is active',
    '2 of 3 tokens are active',
  ]);
});

it('the token is named that ends first, where that is within a week', () => {
  expect(endsNext([LATE, BOT, OLD, GONE, EVER, ANN], NOW)).toBe(ANN);
  expect(endsNext([LATE, EVER, OLD, GONE], NOW)).toBeNull();
});
