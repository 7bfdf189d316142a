import type { RiskTier } from '../../events/risk-tier.js';

/** Plans that need an approval before they run. */
export interface ApprovalRuleConfig {
  /** Names of environments. Default: all. */
  readonly environments?: readonly string[] | undefined;
  /** The rule is for statements of these tiers and of every higher one. Default: for every plan. */
  readonly tiers?: readonly RiskTier[] | undefined;
  /** How many different people have to grant it. Default: 1. */
  readonly count?: number | undefined;
  /** Names of actors that may decide. Default: everybody. */
  readonly approvers?: readonly string[] | undefined;
  /** True where neither who asks nor the last author of a file may grant it. Default: `false`. */
  readonly forbidSelf?: boolean | undefined;
}
