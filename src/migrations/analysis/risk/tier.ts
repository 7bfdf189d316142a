/**
 * How much a statement puts at stake, from least to most. `docs/lifecycle.md` says what each means; a statement that
 * cannot be classified counts as the highest.
 */
export const tiers = ['additive', 'reversible', 'lock_risky', 'destructive', 'irreversible'] as const;

export type Tier = (typeof tiers)[number] | 'unclassified';

/** What a tier stands for, in one sentence. */
export const tierMeanings: Readonly<Record<Tier, string>> = {
  additive:
    'Adds objects or rows, or only reads. Nothing that exists changes, and reading and writing go on but for a moment.',
  reversible: 'Changes or takes away what another statement can put back. No row and no value is lost.',
  lock_risky:
    'Holds a lock that keeps others from reading or writing a table for as long as the size of its work demands.',
  destructive:
    'Loses or overwrites rows or values that exist. A rollback file can bring the structure back, not those.',
  irreversible: 'No statement brings back what was: a value added to an enum, a database that was dropped.',
  unclassified:
    'Runs code that the text of the statement does not show, or cannot be read. Counts as the highest tier.',
};

/** Place of a tier in the order; `unclassified` comes last. */
export function rankOf(tier: Tier): number {
  return tier === 'unclassified' ? tiers.length : tiers.indexOf(tier);
}

/** The highest of some tiers; `additive` where there is none. */
export function highestTier(found: Iterable<Tier>): Tier {
  let highest: Tier = 'additive';
  for (const tier of found) if (rankOf(tier) > rankOf(highest)) highest = tier;
  return highest;
}
