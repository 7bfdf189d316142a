import type { Approval, Migration, Run, Webhook } from '../../api/generated.js';

export interface OverviewFacts {
  readonly environment: string;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Newest first. */
  readonly migrations: readonly Migration[];
  /** True where more of them need a look than are known. */
  readonly hasMore?: boolean;
  readonly approvals: readonly Approval[];
  /** Endpoints that fail or are switched off. */
  readonly suffering: readonly Webhook[];
}

/** Where the database stands, what runs, and what waits: `production is at 042. 3 migrations are pending. …`. */
export function overviewSentence({
  environment,
  runs,
  migrations,
  hasMore = false,
  approvals,
  suffering,
}: OverviewFacts): string {
  const at = migrations.find(({ applied_at: applied }) => applied !== null);
  const open = runs.filter(({ ended_at: ended, state }) => ended === null && state !== 'abandoned');
  return [
    at === undefined ? `${environment} has no migration yet.` : `${environment} is at ${at.version}.`,
    lastText(runs[0]),
    pendingText(countPending(migrations), hasMore),
    ...driftedText(countDrifted(migrations)),
    ...open.map((run) => `A run is ${run.state}${whereText(run)}.`),
    waitingText(approvals.length),
    suffering.length === 0
      ? null
      : `${suffering.length === 1 ? 'An endpoint needs' : `${suffering.length} endpoints need`} a look.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** A last run that did not come to its end is said before all else that waits. */
function lastText(last: Run | undefined): string | null {
  if (last?.state !== 'failed' && last?.state !== 'abandoned') return null;
  const verb = last.state === 'failed' ? 'failed' : 'was abandoned';
  return `The last run ${verb}${whereText(last)}.`;
}

/** How far a run has come, as the end of a sentence: ` at 013_backfill, phase copy, with 12 of 30 done`. */
function whereText({
  migrations_done: done,
  migrations_total: total,
  current_migration: at,
  phase,
}: Run): string {
  const place = at === null ? '' : ` at ${at}${phase === null ? '' : `, phase ${phase}`}`;
  if (total === null) return done === 0 ? place : `${place}, with ${done} done`;
  return `${place}, with ${done} of ${total} done`;
}

/** `hasMore` says that there are more than were counted. */
export function pendingText(count: number, hasMore = false): string {
  if (hasMore) return `${count} or more migrations are pending.`;
  if (count === 0) return 'Nothing is pending.';
  return count === 1 ? '1 migration is pending.' : `${count} migrations are pending.`;
}

/** Nothing where none differs. */
export function driftedText(count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? '1 migration differs from the files.' : `${count} migrations differ from the files.`];
}

/** Null where none waits. */
export function waitingText(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? 'An approval waits for a decision.' : `${count} approvals wait for a decision.`;
}

export function countPending(migrations: readonly Migration[]): number {
  return migrations.filter(({ state }) => state === 'pending' || state === 'out_of_order').length;
}

/** Migrations that the ledger and the files tell differently. */
export function countDrifted(migrations: readonly Migration[]): number {
  return migrations.filter(({ state }) => state === 'changed' || state === 'missing').length;
}
