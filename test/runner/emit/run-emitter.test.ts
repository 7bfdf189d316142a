import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { ConfitureError } from '../../../src/errors.js';
import type { ConfitureEvent, EventType } from '../../../src/events/event.js';
import { matches } from '../../../src/events/patterns.js';
import type { Direction } from '../../../src/run-events.js';
import { type OpenError, OpenErrors } from '../../../src/runner/emit/open-errors.js';
import { RunEmitter } from '../../../src/runner/emit/run-emitter.js';
import { type EventStore, noEvents } from '../../../src/runner/event-store.js';
import type { ExecutionFailure } from '../../../src/runner/execute/execution.js';
import type { RunInfo } from '../../../src/runner/run-info.js';
import { loadedOf } from '../loaded.js';

const info: RunInfo = {
  runId: 'run_1',
  environment: 'production',
  organizationId: 'org_1',
  correlationId: 'deploy-7',
  traceparent: null,
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  actor: { actor: 'mona', source: 'ci', commit: null, link: null },
  approvalId: null,
  planHash: null,
};
const startedAt = new Date('2026-01-09T14:23:43.000Z');
const endedAt = new Date('2026-01-09T14:23:45.500Z');
const timing = { startedAt, endedAt, rowsAffected: 7 };
const scope = { project: 'public.tb_confiture', environment: 'production' };

interface Setting {
  readonly direction?: Direction;
  readonly wants?: readonly string[];
  readonly open?: readonly OpenError[];
  readonly hasPreflight?: boolean;
  /** The link breaks while the session stores this type. */
  readonly breaksAt?: EventType;
}

/** A store that keeps what it is handed, and the events of a run of one migration. */
async function emitterOf({
  direction = 'up',
  wants = ['*'],
  open = [],
  hasPreflight = false,
  breaksAt,
}: Setting = {}) {
  const migration = await loadedOf('-- confiture: title Shop\ncreate table a (id int);');
  const handed = { inserted: [] as ConfitureEvent[], committed: [] as ConfitureEvent[], ran: [] as string[] };
  const stored: { readonly types: readonly EventType[]; readonly withSql: string | undefined }[] = [];
  const events: EventStore = {
    ...noEvents,
    wants: (type) => matches(wants, type),
    insertSql: (...all) => `insert ${handed.inserted.push(...all)}`,
    committed: async (event) => void handed.committed.push(event),
    store: async (all, withSql) => void stored.push({ types: typesOf([all].flat()), withSql }),
  };
  const run = async (text: string) => {
    handed.ran.push(text);
    if (breaksAt !== undefined && handed.inserted.at(-1)?.type === breaksAt) {
      connection.lost = true;
      throw new Error('read ECONNRESET');
    }
    return { statements: [], transaction: 'idle' as const };
  };
  const connection = { capabilities: { concurrentSessions: true, cancel: true }, lost: false, run };
  const context = {
    direction,
    files: [migration.file],
    rows: [],
    info,
    connection: connection as Partial<Connection> as Connection,
    redaction: {},
    hasPreflight,
    errors: new OpenErrors(scope, open),
  };
  let count = 0;
  const newId = (prefix: string) => `${prefix}_${++count}`;
  const emitter = new RunEmitter(context, {
    events,
    now: () => startedAt.getTime(),
    newEventId: () => newId('evt'),
    newErrorId: () => newId('err'),
  });
  return { migration, emitter, handed, stored };
}

function typesOf(events: readonly ConfitureEvent[]): EventType[] {
  return events.map(({ type }) => type);
}

const failure = (migration: { readonly file: ExecutionFailure['file'] }, error: ConfitureError) =>
  ({ certainty: 'failed', unknown: [], error, text: null, timing, index: 0, ...migration }) as const;

describe('the events of a run', () => {
  it('begin with the run, the migration and its one phase, in one text of their own', async () => {
    const { emitter, migration, handed } = await emitterOf();
    expect(emitter.openingSql(migration)).toEqual(['insert 3']);
    await emitter.opened(migration);
    expect(emitter.openingSql(migration)).toEqual([]);
    expect(typesOf(handed.committed)).toEqual([
      'run.started',
      'migration.started',
      'migration.phase.started',
    ]);
    expect(handed.committed[1]?.data).toMatchObject({
      migration_title: 'Shop',
      started_at: startedAt.toISOString(),
      total_phases: 1,
    });
  });

  it('count the gates that were asked as the phase before the file', async () => {
    const { emitter, migration, handed } = await emitterOf({
      hasPreflight: true,
      wants: ['migration.phase.*'],
    });
    emitter.passedPreflight(migration.file, new Date(startedAt.getTime() - 500));
    emitter.openingSql(migration);
    await emitter.opened(migration);
    expect(handed.committed).toMatchObject([
      { type: 'migration.phase.started', data: { phase: 'preflight', phase_number: 1, total_phases: 2 } },
      { type: 'migration.phase.completed', data: { phase: 'preflight', duration_seconds: 0.5 } },
      { type: 'migration.phase.started', data: { phase: 'execute', phase_number: 2, total_phases: 2 } },
    ]);
  });

  it.each([
    ['up', 'migration.completed'],
    ['down', 'migration.rolled_back'],
  ] as const)('end, where a migration goes %s, with %s in its transaction', async (direction, type) => {
    const { emitter, migration, handed } = await emitterOf({ direction, wants: [type] });
    expect(emitter.openingSql(migration)).toEqual([]);
    expect(emitter.closingSql(migration)).toEqual(['insert 1']);
    expect(handed.inserted[0]).toMatchObject({ type, data: { duration_seconds: null, rows_affected: null } });
    await emitter.committed(migration.file, timing);
    expect(handed.committed).toEqual([
      {
        id: 'evt_1',
        type,
        created_at: endedAt.toISOString(),
        environment: 'production',
        organization_id: 'org_1',
        correlation_id: 'deploy-7',
        data: {
          migration_id: 'mig_001',
          migration_name: '001_file',
          migration_version: '001',
          migration_title: 'Shop',
          run_id: 'run_1',
          database: info.database,
          started_at: startedAt.toISOString(),
          ended_at: endedAt.toISOString(),
          duration_seconds: 2.5,
          rows_affected: 7,
        },
      },
    ]);
  });

  it('are committed with those of the last try, once', async () => {
    const { emitter, migration, handed } = await emitterOf({ wants: ['migration.completed'] });
    emitter.closingSql(migration);
    emitter.closingSql(migration);
    await emitter.committed(migration.file, timing);
    await emitter.committed(migration.file, timing);
    expect(handed.committed.map(({ id }) => id)).toEqual(['evt_2']);
  });

  it('tell an error that a retry cured once as occurred and once as recovered, with one id', async () => {
    const { emitter, migration, handed, stored } = await emitterOf({
      wants: ['error.*', 'migration.phase.*'],
    });
    emitter.closingSql(migration);
    emitter.retrying(migration.file, 1, new ConfitureError('MIGRATION_FAILED', 'locked'));
    emitter.retrying(migration.file, 2, new ConfitureError('MIGRATION_FAILED', 'locked'));
    emitter.closingSql(migration);
    await emitter.committed(migration.file, timing);
    expect(stored.map(({ types }) => types)).toEqual([['error.occurred']]);
    const told = handed.committed.filter(({ type }) => type !== 'migration.phase.started');
    expect(told).toMatchObject([
      { type: 'migration.phase.completed', data: { errors_recovered: 1, records_processed: 7 } },
      { type: 'error.recovered', data: { error_id: expect.stringMatching(/^err_/), attempts: 3 } },
    ]);
  });

  it('give an error up once, and keep it open until something settles it', async () => {
    const { emitter, migration, stored } = await emitterOf();
    emitter.openingSql(migration);
    await emitter.opened(migration);
    await emitter.failed(failure(migration, new ConfitureError('MIGRATION_FAILED', 'no')), []);
    expect(stored).toEqual([
      {
        types: [
          'error.occurred',
          'migration.phase.failed',
          'error.escalated',
          'migration.failed',
          'run.failed',
        ],
        withSql: expect.stringContaining('insert into confiture.open_errors'),
      },
    ]);
  });

  it('settle what an earlier run had to give up, in the transaction of the migration', async () => {
    const error = {
      errorId: 'err_x',
      version: '001',
      direction: 'up',
      phase: 'execute',
      attempts: 1,
    } as const;
    const other = { ...error, errorId: 'err_y', direction: 'down' } as const;
    const { emitter, migration, handed } = await emitterOf({ wants: ['error.*'], open: [error, other] });
    expect(emitter.closingSql(migration)).toEqual([
      'insert 1',
      expect.stringMatching(/^delete from confiture.open_errors .*'err_x'/),
    ]);
    await emitter.committed(migration.file, timing);
    expect(handed.committed).toMatchObject([
      { type: 'error.resolved', data: { error_id: 'err_x', resolution: 'completed', actor: 'mona' } },
    ]);
  });

  it('tell of the end of a run whose first migration was refused before it began', async () => {
    const { emitter, migration, stored } = await emitterOf({ wants: ['run.*'] });
    await emitter.failed(failure(migration, new ConfitureError('MIGRATION_VETOED', 'no')), []);
    expect(stored.map(({ types }) => types)).toEqual([['run.failed']]);
  });

  it('tell of a run that a signal ended as cancelled, and not as failed', async () => {
    const { emitter, migration, stored } = await emitterOf();
    emitter.openingSql(migration);
    await emitter.opened(migration);
    await emitter.failed(failure(migration, new ConfitureError('CANCELLED_INTERRUPT', 'stopped')), []);
    expect(stored).toEqual([{ types: ['migration.cancelled', 'run.cancelled'], withSql: undefined }]);
  });

  it('end with the run where all is done, over its own session', async () => {
    const { emitter, migration, handed } = await emitterOf({ wants: ['run.*'] });
    emitter.openingSql(migration);
    await emitter.opened(migration);
    emitter.closingSql(migration);
    await emitter.committed(migration.file, timing);
    await emitter.completed(['001']);
    expect(handed.ran).toEqual(['begin; insert 2; commit']);
    expect(handed.committed.at(-1)).toMatchObject({
      type: 'run.completed',
      data: { versions: ['001'], migrations_total: 1, from_version: null, to_version: '001', actor: 'mona' },
    });
  });

  it('are not made where no hook subscribes to them', async () => {
    const { emitter, migration, handed, stored } = await emitterOf({ wants: [] });
    expect(emitter.openingSql(migration)).toEqual([]);
    expect(emitter.closingSql(migration)).toEqual([]);
    await emitter.committed(migration.file, timing);
    await emitter.completed(['001']);
    expect({ ...handed, stored }).toEqual({ inserted: [], committed: [], ran: [], stored: [] });
  });
});

it('stores the end of a run another way, under the same id, where its session breaks with it', async () => {
  const { emitter, handed, stored } = await emitterOf({
    wants: ['run.completed'],
    breaksAt: 'run.completed',
  });
  await emitter.completed([]);
  expect(typesOf(handed.inserted)).toEqual(['run.completed']);
  expect(handed.committed).toEqual([]);
  expect(stored.map(({ types }) => types)).toEqual([['run.completed']]);
});
