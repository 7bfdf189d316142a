import { hashOf } from '../../app/tokens/token-text.js';
import { type RateLimit, rateLimited } from '../conventions/rate-limit.js';
import type { TokenLookup } from './token-lookup.js';

/** Tokens that were right lately are remembered by their hash, so many at most. */
const REMEMBERED = 1_000;

/**
 * Looks no more tokens up for an address that has sent too many wrong ones, but for those that were right before: behind
 * one address there can be many clients.
 */
export function guardedLookup(lookup: TokenLookup, failures: RateLimit): TokenLookup {
  const right = new Set<string>();
  const guard = async <T>(text: string, address: string, find: () => Promise<T | null>) => {
    const hash = hashOf(text);
    if (failures.isOver(address) && !right.has(hash))
      throw rateLimited('too many wrong tokens came from this address', failures);
    const found = await find();
    right.delete(hash);
    if (found === null) failures.count(address);
    else right.add(hash);
    if (right.size > REMEMBERED) right.delete([...right][0] ?? '');
    return found;
  };
  return {
    byText: (text, address) => guard(text, address, () => lookup.byText(text, address)),
    bySession: (text, address) => guard(text, address, () => lookup.bySession(text, address)),
  };
}
