import { queryOptions } from '@tanstack/react-query';
import { dataOf } from './client.js';
import { listApprovals, listMigrations, listRuns, listWebhooks } from './generated.js';
import { readTellingMigrations } from './telling-migrations.js';

const RUNS = 8;
const MOST = 200;

/** Asked for by the rail and by the overview, once for both: the newest runs. */
export const newestRuns = queryOptions({
  queryKey: ['newest runs'],
  queryFn: async () => (await dataOf(listRuns({ limit: RUNS }))).data,
});

/** Asked for by the overview, and by the list of migrations while a filter narrows it. */
export const tellingMigrations = queryOptions({
  queryKey: ['migrations', 'telling'],
  queryFn: () => readTellingMigrations((query) => dataOf(listMigrations(query))),
});

/** As `newestRuns`: the approvals that wait for a person. */
export const waitingApprovals = queryOptions({
  queryKey: ['waiting approvals'],
  queryFn: async () => (await dataOf(listApprovals({ state: 'pending', limit: MOST }))).data,
});

/** As `newestRuns`: the endpoints. */
export const knownEndpoints = queryOptions({
  queryKey: ['webhooks', 'known'],
  queryFn: async () => (await dataOf(listWebhooks({ limit: MOST }))).data,
});
