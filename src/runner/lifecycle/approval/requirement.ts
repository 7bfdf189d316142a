import type { ApprovalRuleConfig } from '../../../config/options/approval-rule.js';
import { isAtLeast, type JudgedTier, type RiskTier } from '../../../events/risk-tier.js';

/** A rule that is in force in an environment, with all its defaults; its form is part of the hash of a plan. */
export interface ApprovalRule {
  /** Tiers it is for, each with all higher ones; null where it is for every plan. */
  readonly tiers: readonly RiskTier[] | null;
  /** How many different people have to grant. */
  readonly count: number;
  /** Who may decide; null where everybody may. */
  readonly approvers: readonly string[] | null;
  readonly forbidSelf: boolean;
}

/** What a plan needs before it may run: every rule must be satisfied. */
export interface Requirement {
  readonly rules: readonly ApprovalRule[];
  /** Why, in sentences. */
  readonly reasons: readonly string[];
}

/** What of a plan decides whether it needs an approval. */
export interface PlanRisk {
  readonly tiers: readonly JudgedTier[];
  /** Names of the migrations, or of phases of one, whose files ask for it. */
  readonly directives: readonly string[];
}

/** What a file asks for that says `requires-approval` and that no rule is for. */
const OF_DIRECTIVE: ApprovalRule = { tiers: null, count: 1, approvers: null, forbidSelf: false };

/** The rules that hold in `environment`, in the order they are written. */
export function rulesInForce(
  written: readonly ApprovalRuleConfig[],
  environment: string,
): readonly ApprovalRule[] {
  return written
    .filter(({ environments }) => environments?.includes(environment) ?? true)
    .map(({ tiers = null, count = 1, approvers = null, forbidSelf = false }) => {
      return { tiers, count, approvers, forbidSelf };
    });
}

/** What a plan needs; null where it needs no approval. */
export function requirementOf(
  rules: readonly ApprovalRule[],
  { tiers, directives }: PlanRisk,
): Requirement | null {
  const fitting = rules.filter((rule) => fits(rule, tiers));
  if (fitting.length === 0 && directives.length === 0) return null;
  return {
    rules: fitting.length === 0 ? [OF_DIRECTIVE] : fitting,
    reasons: [
      ...new Set(fitting.map((rule) => reasonOf(rule, tiers))),
      ...directives.map((name) => `${name} asks for it (requires-approval).`),
    ],
  };
}

function fits({ tiers }: ApprovalRule, found: readonly JudgedTier[]): boolean {
  return tiers === null || found.some((tier) => isCovered(tier, tiers));
}

function isCovered(tier: JudgedTier, tiers: readonly RiskTier[]): boolean {
  return tiers.some((least) => isAtLeast(tier, least));
}

function reasonOf({ tiers }: ApprovalRule, found: readonly JudgedTier[]): string {
  if (tiers === null) return 'A rule asks for it before every run.';
  const met = [...new Set(found.filter((tier) => isCovered(tier, tiers)))].sort();
  return `A rule asks for it before ${met.map(wordsOf).join(' and ')} statements.`;
}

function wordsOf(tier: JudgedTier): string {
  return tier === 'lock_risky' ? 'lock-risky' : tier;
}
