import { formatCount } from '../../terminal/wording.js';
import type { PlanData, PlanFinding, PlanMigration, PlanPhase, PlanStatement } from './plan-data.js';

/** Pieces of sentences that text and Markdown share. */

/** `lock_risky` as people write it. */
export function tierWord(tier: string): string {
  return tier.replace('_', '-');
}

/** True for a statement that deserves a line of its own. */
export function isNotable({ tier, locks, findings }: PlanStatement): boolean {
  return (
    tier !== 'additive' ||
    locks.some(({ mode }) => !mode.startsWith('ROW ')) ||
    findings.some((found) => !isStyle(found) && found.silencedBy === null)
  );
}

/** Advice that never matters to what is at stake. */
export function isStyle({ rule }: PlanFinding): boolean {
  return /^(prefer-|ban-char-field$|ban-create-domain)/.test(rule);
}

/** `ACCESS EXCLUSIVE on users (large, 12 GB), rewrites it`. */
export function workText({ locks, rewrites, scans }: PlanStatement, sizes: PlanData['sizes']): string {
  const held = locks.map(({ mode, table }) => `${mode} on ${table}${sizeText(table, sizes)}`);
  return [...held, ...(rewrites ? ['rewrites it'] : []), ...(scans ? ['reads all of it'] : [])].join(', ');
}

function sizeText(table: string, sizes: PlanData['sizes']): string {
  const known = sizes.find((each) => each.table === table);
  return known === undefined ? '' : ` (${known.size}, ${formatBytes(known.bytes)})`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `12 MB`, in powers of a thousand. */
function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 10 && power > 0 ? Math.round(amount * 10) / 10 : Math.round(amount)} ${UNITS[power]}`;
}

/** What the plan is about, in one sentence without a full stop. */
export function summaryText({ plan }: PlanData): string {
  const verb = plan.direction === 'up' ? 'apply' : 'roll back';
  const statements = plan.migrations.reduce((sum, migration) => sum + migration.statements.length, 0);
  return `would ${verb} ${formatCount(plan.migrations.length, 'migration')} with ${formatCount(statements, 'statement')} in environment ${plan.environment}; highest tier ${tierWord(plan.tier)}`;
}

function phaseText({ name, noTransaction, requiresApproval, isBatch }: PlanPhase): string {
  const options = [
    ...(isBatch ? ['in batches'] : []),
    ...(noTransaction ? ['outside of a transaction'] : []),
    ...(requiresApproval ? ['waits for approval'] : []),
  ];
  return options.length === 0 ? name : `${name} (${options.join(', ')})`;
}

/** Facts about a migration as a whole. */
export function migrationNotes({ transactional, requiresApproval, phases }: PlanMigration): string[] {
  return [
    ...(phases === null ? [] : [`phases: ${phases.map(phaseText).join(', ')}`]),
    ...(transactional || phases !== null ? [] : ['runs statement by statement, outside of a transaction']),
    ...(requiresApproval ? ['waits for approval'] : []),
  ];
}

/** `needs 2 approvals`, and why. */
export function approvalText({ requirement }: PlanData): string | null {
  if (requirement === null) return null;
  const count = Math.max(1, ...requirement.rules.map((rule) => rule.count));
  return `It needs ${formatCount(count, 'approval')}: ${requirement.reasons.join(' ')}`;
}

/** How often each rule about style has found something, with its first line. */
export function styleText({ statements }: PlanMigration): string | null {
  const found = new Map<string, { count: number; line: number }>();
  for (const { line, findings } of statements)
    for (const each of findings.filter((finding) => isStyle(finding) && finding.silencedBy === null)) {
      const known = found.get(each.rule);
      found.set(each.rule, { count: (known?.count ?? 0) + 1, line: known?.line ?? line });
    }
  if (found.size === 0) return null;
  const parts = [...found].map(([rule, { count, line }]) =>
    count === 1 ? `${rule} (line ${line})` : `${rule} (${count} times, first at line ${line})`,
  );
  return `style: ${parts.join(', ')}`;
}
