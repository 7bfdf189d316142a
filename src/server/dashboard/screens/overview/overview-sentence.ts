import type { Approval, Migration, Run, Webhook } from '../../api/generated.js';
import { progressText } from '../runs/progress-text.js';

export interface OverviewFacts {
  readonly environment: string;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Newest first. */
  readonly migrations: readonly Migration[];
  readonly approvals: readonly Approval[];
  /** Endpoints that fail or are switched off. */
  readonly suffering: readonly Webhook[];
}

/** Where the database stands, what runs, and what waits: `production is at 042. 3 are pending. …`. */
export function overviewSentence({
  environment,
  runs,
  migrations,
  approvals,
  suffering,
}: OverviewFacts): string {
  const at = migrations.find(({ applied_at: applied }) => applied !== null);
  const pending = countPending(migrations);
  const drifted = countDrifted(migrations);
  const open = runs.filter(({ ended_at: ended, state }) => ended === null && state !== 'abandoned');
  return [
    at === undefined ? `${environment} has no migration yet.` : `${environment} is at ${at.version}.`,
    lastText(runs[0]),
    pending === 0 ? 'Nothing is pending.' : `${pending} ${pending === 1 ? 'is' : 'are'} pending.`,
    drifted === 0 ? null : `${drifted} ${drifted === 1 ? 'differs' : 'differ'} from the files.`,
    ...open.map((run) => `A run is ${run.state}, ${progressText(run)}.`),
    approvals.length === 0
      ? null
      : `${approvals.length === 1 ? 'An approval waits' : `${approvals.length} approvals wait`} for a person.`,
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
  return `The last run ${verb}, ${progressText(last)}.`;
}

export function countPending(migrations: readonly Migration[]): number {
  return migrations.filter(({ state }) => state === 'pending' || state === 'out_of_order').length;
}

/** Migrations that the ledger and the files tell differently. */
export function countDrifted(migrations: readonly Migration[]): number {
  return migrations.filter(({ state }) => state === 'changed' || state === 'missing').length;
}
