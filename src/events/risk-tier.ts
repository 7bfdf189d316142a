/** How much harm a statement can do, from the least to the most. */
export const riskTiers = ['additive', 'reversible', 'lock_risky', 'destructive', 'irreversible'] as const;

export type RiskTier = (typeof riskTiers)[number];

/** A statement that cannot be classified counts as the highest tier. */
export type JudgedTier = RiskTier | 'unclassified';

/** True where `tier` is at least as harmful as `least`. */
export function isAtLeast(tier: JudgedTier, least: RiskTier): boolean {
  return rankOf(tier) >= rankOf(least);
}

function rankOf(tier: JudgedTier): number {
  return riskTiers.indexOf(tier === 'unclassified' ? 'irreversible' : tier);
}
