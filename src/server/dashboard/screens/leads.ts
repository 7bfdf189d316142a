import type { Approval, Migration, Run, Webhook } from '../api/generated.js';
import { endpointState } from './endpoints/endpoint-state.js';
import {
  countDrifted,
  countPending,
  driftedText,
  pendingText,
  waitingText,
} from './overview/overview-sentence.js';

/** The first line of a list says how things stand, from what the rail knows too; nothing while that is on its way. */
type Lead<Facts> = (facts: Facts | undefined) => string;

/** `runs` are the newest, the last one first. */
export const runsLead: Lead<
  readonly Pick<Run, 'state' | 'ended_at' | 'migrations_done' | 'migrations_total'>[]
> = (runs) => {
  if (runs === undefined) return '';
  const [last] = runs;
  if (last === undefined) return 'Each migrate up and down, with how far it came.';
  const open = runs.filter(({ ended_at: ended, state }) => ended === null && state !== 'abandoned');
  const [only] = open;
  if (only === undefined)
    return `No run is under way. The last one ${last.state === 'failed' ? 'failed' : `was ${last.state}`}.`;
  if (open.length > 1) return `${open.length} runs are under way.`;
  const { migrations_done: done, migrations_total: total } = only;
  return `A run is ${only.state}, with ${total === null ? done : `${done} of ${total}`} done.`;
};

/** Of all migrations, the newest first; what older ones would change is left out while there are more. */
export const migrationsLead: Lead<{ readonly rows: readonly Migration[]; readonly hasMore: boolean }> = (
  facts,
) => {
  if (facts === undefined) return '';
  const { rows, hasMore } = facts;
  const at = rows.find(({ applied_at: applied }) => applied !== null);
  if (rows.length === 0 || (at === undefined && hasMore))
    return 'What the files hold and what the database has of it.';
  if (at !== undefined && hasMore) return `The database is at ${at.version}.`;
  const failed = rows.find(({ failure }) => failure !== null);
  return [
    at === undefined ? 'Nothing is applied yet.' : `The database is at ${at.version}.`,
    pendingText(countPending(rows)),
    ...(failed === undefined ? [] : [`The last run failed at ${failed.version}.`]),
    ...driftedText(countDrifted(rows)),
  ].join(' ');
};

/** `approvals` are those that wait. */
export const approvalsLead: Lead<readonly Pick<Approval, 'id'>[]> = (approvals) => {
  if (approvals === undefined) return '';
  return waitingText(approvals.length) ?? 'No approval waits for a decision.';
};

/** `endpoints` are all. */
export const endpointsLead: Lead<readonly Pick<Webhook, 'state' | 'failing_since' | 'locked'>[]> = (
  endpoints,
) => {
  if (endpoints === undefined) return '';
  if (endpoints.length === 0) return 'Where events are sent.';
  const count = (word: string) => endpoints.filter((endpoint) => endpointState(endpoint) === word).length;
  const ill = [
    [count('failing'), 'is failing', 'are failing'],
    [count('locked'), 'is locked', 'are locked'],
    [count('switched off'), 'is switched off', 'are switched off'],
  ] as const;
  const parts = ill
    .filter(([number]) => number > 0)
    .map(([number, one, many], at) => {
      const among = at === 0 ? ` of ${endpoints.length}` : '';
      return `${number}${among} ${number === 1 ? one : many}`;
    });
  return parts.length === 0 ? 'None is failing or switched off.' : `${parts.join(', ')}.`;
};
