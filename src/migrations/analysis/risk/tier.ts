import { type JudgedTier, riskTiers } from '../../../events/risk-tier.js';

export type Tier = JudgedTier;

/** All tiers, from the least harm to the most. */
export const tiers: readonly Tier[] = [...riskTiers, 'unclassified'];

/** What a tier stands for, as `docs/lifecycle.md` says it. */
export const tierMeanings: Readonly<Record<Tier, string>> = {
  additive:
    'Adds objects or rows, or only reads. Nothing that exists changes, and others wait for a moment at most.',
  reversible: 'Changes or takes away what another statement can put back. No row and no value is lost.',
  lock_risky:
    'Keeps others from reading or writing a table for as long as the size of the work demands, or changes all of its rows at once.',
  destructive:
    'Loses or overwrites rows or values that exist. A rollback file can bring the structure back, not those.',
  irreversible: 'No statement brings back what was: a value was added to an enum, or a database was dropped.',
  unclassified:
    'Runs code that the text of the statement does not show, or cannot be read. Counts as the highest tier.',
};

/** The highest of some tiers; `additive` where there is none. */
export function highestTier(found: Iterable<Tier>): Tier {
  let highest: Tier = 'additive';
  for (const tier of found) if (tiers.indexOf(tier) > tiers.indexOf(highest)) highest = tier;
  return highest;
}
