import { z } from 'zod';
import { RUN_STATES } from '../../runner/lifecycle/steering/run-state.js';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

const Pause = z.strictObject({
  actor: z.string(),
  reason: z.string().nullable(),
  all: z.boolean().meta({ description: 'True where all runs are held.' }),
  requested_at: Time,
  since: Time.nullable().meta({ description: 'When the run stood still.' }),
});

const fields = {
  run_id: z.string(),
  environment: z.string(),
  state: z.enum(RUN_STATES),
  direction: z.enum(['up', 'down']),
  queued_at: Time.nullable().meta({ description: 'When the API was asked for it.' }),
  target: z.string().nullable().meta({ description: 'The version that the API was asked to stop after.' }),
  started_at: Time,
  ended_at: Time.nullable(),
  duration_ms: z.int(),
  silent_ms: z.int().nullable().meta({ description: 'Since its last sign of life; null once it has ended.' }),
  actor: z.string(),
  actor_source: z.enum(['cli', 'ci', 'token']),
  reason: z.string().nullable(),
  error: z.string().nullable().meta({ description: 'Code of the error that it ended with.' }),
  host: z.string(),
  process_id: z.int(),
  backend_pid: z.int().nullable(),
  version: z.string(),
  commit: z.string().nullable(),
  link: z.string().nullable(),
  plan_hash: z.string().nullable(),
  migrations_total: z.int().nullable(),
  migrations_done: z.int(),
  current_migration: z.string().nullable(),
  phase: z.string().nullable(),
  records_processed: z.number().nullable(),
  waiting_for: z
    .array(z.strictObject({ kind: z.enum(['lock', 'approval', 'pause_when']), detail: z.string() }))
    .meta({ description: 'All that keeps it from going on.' }),
  pause: Pause.nullable(),
  continues: z.string().nullable().meta({ description: 'The run before it, which did not complete.' }),
  next: z.string().nullable().meta({ description: 'The command to type next.' }),
};

const Run = z.strictObject(fields).meta({ id: 'Run' });
export const PauseOfAll = z
  .strictObject({ pause: Pause.nullable().meta({ description: 'Null where runs are not held.' }) })
  .meta({ id: 'PauseOfAll' });
export const RunList = pageSchema('RunList', Run);

const Phase = z.strictObject({
  name: z.string(),
  number: z.int(),
  state: z.enum(['running', 'completed', 'failed']),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_seconds: z.number().nullable(),
  records_processed: z.number().nullable(),
});

const Failure = z.strictObject({
  type: z.string(),
  message: z.string().meta({ description: 'Masked: names stay, values are ***.' }),
  sqlstate: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  hint: z.string().nullable().meta({ description: 'What to do, where the SQLSTATE alone tells.' }),
});

const RunMigration = z.strictObject({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  state: z.enum([
    'pending',
    'running',
    'paused',
    'validating',
    'completed',
    'failed',
    'cancelled',
    'rolled_back',
    'interrupted',
  ]),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_seconds: z.number().nullable(),
  phases: z.array(Phase),
  error: Failure.nullable(),
});

const RunEvent = z.strictObject({
  id: z.string(),
  type: z.string(),
  created_at: Time,
  migration_id: z.string().nullable(),
  phase: z.string().nullable(),
  error: Failure.nullable(),
  deliveries: z.array(
    z.strictObject({
      id: z.string(),
      endpoint: z.string(),
      state: z.enum(['waiting', 'delivered', 'failed', 'discarded']),
      attempts: z.int(),
    }),
  ),
});

const Blocker = z.strictObject({
  pid: z.int(),
  user: z.string().nullable(),
  application: z.string().nullable(),
  client_address: z.string().nullable(),
  state: z.string().nullable(),
  state_ms: z.number().nullable().meta({ description: 'Since when it is in this state.' }),
});

const Batch = z.strictObject({
  phase: z.string(),
  repetitions: z.int(),
  rows: z.number().meta({ description: 'Changed and committed since the phase was first begun.' }),
  rows_expected: z.number().nullable().meta({ description: 'Rows that its tables held, as an estimate.' }),
});

const ServerProgress = z.strictObject({
  command: z.string(),
  phase: z.string(),
  fraction: z.number().nullable().meta({ description: 'Part of the phase that is done, 0 to 1.' }),
});

export const RunDetail = z
  .strictObject({
    ...fields,
    server_time: Time.meta({ description: 'The clock of the database, at this answer.' }),
    blocked_by: z
      .array(Blocker)
      .meta({ description: 'Sessions that have to give way; the first is the one to look at.' }),
    batch: Batch.nullable().meta({
      description: 'The batch phase that it is at, or has stopped in; null before its first repetition.',
    }),
    server_progress: ServerProgress.nullable().meta({
      description: 'What the server reports of the command that runs, for instance of CREATE INDEX.',
    }),
    migrations: z.array(RunMigration).meta({
      description: 'Its migrations with their phases, as events tell; one that is pending has no name yet.',
    }),
    events: z.array(RunEvent),
    events_complete: z.boolean().meta({ description: 'False where there are more events: GET /v1/events.' }),
  })
  .meta({ id: 'RunDetail' });

export const Steering = z
  .strictObject({
    verb: z.enum(['pause', 'resume', 'cancel']),
    repeated: z
      .boolean()
      .meta({ description: 'True where the same was asked for already; nothing was added.' }),
    run: Run.nullable().meta({ description: 'The run a moment later; null for all runs.' }),
  })
  .meta({ id: 'Steering' });

export const Reason = z.strictObject({
  reason: z.string().max(20_000).optional().meta({ description: 'Why, for the record; secrets are masked.' }),
});
export const NewRun = z
  .strictObject({
    target: z.string().min(1).max(200).optional().meta({ description: 'Version to stop after.' }),
    plan: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Hash of a plan (`GET /v1/plan`): run this one or none.' }),
    reason: z.string().max(20_000).optional(),
  })
  .meta({ id: 'NewRun' });

export const StartedRun = z
  .strictObject({
    run: Run,
    plan_hash: z.string().meta({ description: 'Of the plan at this moment.' }),
    migrations: z
      .array(z.strictObject({ version: z.string(), name: z.string(), checksum: z.string() }))
      .meta({ description: 'What it is to apply, with the SHA-256 of each file.' }),
  })
  .meta({ id: 'StartedRun' });

export const MigrationStart = NewRun.omit({ target: true }).meta({ id: 'MigrationStart' });
