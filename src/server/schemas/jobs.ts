import { z } from 'zod';
import { eventFilterFields, filterFields } from './deliveries.js';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

export const Job = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['retry', 'discard', 'replay', 'recover']),
    state: z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']),
    filter: z.record(z.string(), z.unknown()).meta({ description: 'What it is about, as it was asked for.' }),
    total: z.number().int().meta({ description: 'How many there were to change when it was asked for.' }),
    changed: z.number().int(),
    actor: z.string(),
    created_at: Time,
    started_at: Time.nullable(),
    ended_at: Time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Job' });
export const JobList = pageSchema('JobList', Job);

export const StartedJob = z
  .strictObject({ job: Job, warnings: z.array(z.string()) })
  .meta({ id: 'StartedJob' });

export const BulkCount = z
  .strictObject({
    dry_run: z.literal(true),
    count: z.number().int(),
    oldest_at: Time.nullable().meta({ description: 'When the oldest of the events happened.' }),
    endpoints: z.array(z.strictObject({ hook: z.string(), endpoint: z.string(), count: z.number().int() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'BulkCount' });

const dryRun = z.boolean().default(false).meta({ description: 'Counts, and changes nothing.' });
const perSecond = z.number().int().min(1).max(10_000);

export const RetryRequest = z
  .strictObject({
    filter: z.strictObject(filterFields).meta({ id: 'DeliveryFilter' }),
    include_succeeded: z
      .boolean()
      .default(false)
      .meta({ description: 'What has arrived is sent again too.' }),
    per_second: perSecond
      .optional()
      .meta({ description: 'How many become due in a second; default: no bound.' }),
    dry_run: dryRun,
  })
  .meta({ id: 'RetryRequest' });

export const DiscardRequest = z
  .strictObject({
    filter: z.strictObject(filterFields).meta({ id: 'DeliveryFilter' }),
    dry_run: dryRun,
  })
  .meta({ id: 'DiscardRequest' });

export const ReplayRequest = z
  .strictObject({
    endpoint: z.string().min(1).max(400).meta({ description: 'Id or name of the endpoint.' }),
    filter: z.strictObject(eventFilterFields).meta({ id: 'EventFilter' }),
    dry_run: dryRun,
  })
  .meta({ id: 'ReplayRequest' });

export const RecoverRequest = z
  .strictObject({
    since: filterFields.since,
    per_second: perSecond.optional().meta({ description: 'How many become due in a second; default: 10.' }),
  })
  .meta({ id: 'RecoverRequest' });
