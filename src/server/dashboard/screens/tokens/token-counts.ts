import type { Token } from '../../api/generated.js';

const SOON_MS = 7 * 24 * 60 * 60 * 1000;

type Facts = Pick<Token, 'name' | 'state' | 'expires_at'>;

/** How many tokens can be used, as the beginning of a sentence. */
export function activeText(tokens: readonly Facts[]): string {
  const active = tokens.filter(({ state }) => state === 'active').length;
  if (active === 0) return 'No token is active';
  return `${active} of ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'} ${active === 1 ? 'is' : 'are'} active`;
}

/** The active token that ends first, where that is within a week. */
export function endsNext<T extends Facts>(tokens: readonly T[], nowMs: number): T | null {
  const endOf = ({ expires_at: at }: T) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at));
  const [next] = tokens
    .filter((token) => token.state === 'active' && endOf(token) - nowMs < SOON_MS)
    .sort((one, other) => endOf(one) - endOf(other));
  return next ?? null;
}
