import type { RunData } from '../../catalog/run.js';
import type { ConfitureEvent } from '../../event.js';
import { duration } from './duration.js';
import { counted, type Fact, listed, placeFacts } from './fact.js';
import { actionFacts } from './migration-facts.js';

/** The events that are about a run as a whole. */
export type RunEvent = Extract<ConfitureEvent, { readonly data: RunData }>;

export function runSubject({ type, data }: RunEvent): string {
  const { migrations_done: done, migrations_total: total, direction } = data;
  const verb = direction === 'down' ? ' rolled back' : '';
  if (type === 'run.started' || done === total) return `${counted(total, 'migration')}${verb}`;
  return `${done} of ${counted(total, 'migration')}${verb || ' applied'}`;
}

export function runFacts({ type, environment, data }: RunEvent): Fact[] {
  return [
    ...placeFacts(environment, data.database),
    ['Failed', type === 'run.failed' ? data.failed_migration : null],
    ['Version', versionText(data)],
    ['Migrations', listed(data.versions, 20)],
    ['Duration', data.duration_seconds === null ? null : duration(data.duration_seconds)],
    ...actionFacts(data),
    ['Commit', data.commit],
    ['Job', data.link],
    ['Run', data.run_id],
  ];
}

/** `003 → 005`. */
function versionText({ from_version: from, to_version: to }: RunData): string | null {
  if (from === null && to === null) return null;
  return from === to ? from : `${from ?? 'none'} → ${to ?? 'none'}`;
}
