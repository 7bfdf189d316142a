import { leastTier, type RuleName, ruleOf } from './rules.js';
import { highestTier, type Tier } from './tier.js';

/** Table locks that are stronger than those of reading, from the weakest; PostgreSQL's names. */
export const lockModes = [
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/** A lock that a statement takes on a table, view, index or sequence that was there before the plan. */
export interface TableLock {
  readonly mode: LockMode;
  /** As the statement writes it. */
  readonly table: string;
}

/** Something that a rule found in a statement. */
export interface RiskFinding {
  readonly rule: RuleName;
  /** The table, column or other object that it is about, as the statement writes it; null where there is none. */
  readonly subject: string | null;
  readonly message: string;
  /** What to write instead; null where there is no better way. */
  readonly saferWay: string | null;
}

/** What a statement, or a part of one, does to the database. */
export interface Assessment {
  /** For instance `ALTER TABLE ADD COLUMN`. Never text of the statement. */
  readonly command: string;
  readonly tier: Tier;
  /** Strongest first. */
  readonly locks: readonly TableLock[];
  /** It writes a whole table anew. */
  readonly rewrites: boolean;
  /** It reads a whole table that was there before, to check it or to build an index. */
  readonly scans: boolean;
  readonly findings: readonly RiskFinding[];
}

export interface AssessmentParts {
  readonly locks?: readonly TableLock[];
  readonly rewrites?: boolean;
  readonly scans?: boolean;
  readonly findings?: readonly RiskFinding[];
}

/** An assessment whose tier is `tier`, or what its findings demand where that is higher. */
export function assessment(command: string, tier: Tier, parts: AssessmentParts = {}): Assessment {
  const { locks = [], rewrites = false, scans = false, findings = [] } = parts;
  const demanded = findings.map(({ rule }) => leastTier[ruleOf(rule).group]);
  return { command, tier: highestTier([tier, ...demanded]), locks: merged(locks), rewrites, scans, findings };
}

export function finding(rule: RuleName, subject: string | null): RiskFinding {
  const { message, saferWay } = ruleOf(rule);
  return { rule, subject, message, saferWay };
}

/** For what cannot be classified. */
export function unclassified(command: string, subject: string | null = null): Assessment {
  return assessment(command, 'unclassified', { findings: [finding('unclassified-statement', subject)] });
}

/** The parts of one statement taken together, under `command`. */
export function combined(command: string, parts: readonly Assessment[]): Assessment {
  return {
    command,
    tier: highestTier(parts.map(({ tier }) => tier)),
    locks: merged(parts.flatMap(({ locks }) => locks)),
    rewrites: parts.some(({ rewrites }) => rewrites),
    scans: parts.some(({ scans }) => scans),
    findings: distinct(parts.flatMap(({ findings }) => findings)),
  };
}

/** The strongest lock on each table, strongest first. */
function merged(locks: readonly TableLock[]): TableLock[] {
  const strongest = new Map<string, LockMode>();
  for (const { mode, table } of locks) {
    const held = strongest.get(table);
    if (held === undefined || strengthOf(mode) > strengthOf(held)) strongest.set(table, mode);
  }
  return [...strongest]
    .map(([table, mode]) => ({ mode, table }))
    .sort((a, b) => strengthOf(b.mode) - strengthOf(a.mode));
}

function strengthOf(mode: LockMode): number {
  return lockModes.indexOf(mode);
}

function distinct(findings: readonly RiskFinding[]): RiskFinding[] {
  const seen = new Map(findings.map((each) => [`${each.rule} ${each.subject}`, each]));
  return [...seen.values()];
}
