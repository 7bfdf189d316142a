import { expect } from 'vitest';
import { ledgerOf } from '../../e2e/tables.js';
import { type CliResult, type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import type { Recorder } from '../../support/receiver.js';
import { noSessionLeft } from './sweep-project.js';

/** A database and a project with seven migrations, used again and again by one strand of a sweep of link faults. */
export interface LinkBench {
  readonly database: TestDatabase;
  /** Starts a command, over `url` where given. */
  start(args: readonly string[], url?: string): RunningCli;
  /** Runs a command over a good link until it succeeds. */
  finish(args: readonly string[]): Promise<void>;
  /** What the database says now; rejects where ledger, objects and events disagree. */
  observe(): Promise<Observed>;
  /** Rejects unless every event has arrived, and no other. */
  checkDeliveries(): Promise<void>;
}

export interface Observed {
  /** Versions in the ledger, in order. */
  readonly ledger: readonly string[];
  /** `run_id version` of each failure that was told. */
  readonly failures: readonly string[];
}

interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly version: string;
  readonly run_id: string;
}

const VERSIONS = ['001', '002', '003', '004', '005', '006', '007'] as const;
/** Runs statement by statement, so that a part of it may be there before it is in the ledger. */
const STEPWISE = '003';
const MOST_RUNS = 3;
const RUN_TIMEOUT_MS = 150_000;

/** `isStepwiseDown` has one roll-back run statement by statement, and with it all of them one by one. */
export async function openLinkBench(receiver: Recorder, isStepwiseDown: boolean): Promise<LinkBench> {
  const database = await createDatabase();
  const project = await createProject();
  await writeMigrations(project, isStepwiseDown);
  const env = {
    CONFITURE_WEBHOOK_URL: receiver.url,
    CONFITURE_WEBHOOK_EVENTS: '*',
    CONFITURE_WEBHOOK_FORMAT: 'envelope',
  };
  const start = (args: readonly string[], url = database.url) =>
    startCli([...args, '--format', 'json', '--database-url', url], {
      cwd: project.dir,
      env,
      timeoutMs: RUN_TIMEOUT_MS,
    });
  return {
    database,
    start,
    finish: async (args) => {
      let last: CliResult | undefined;
      for (let run = 0; run < MOST_RUNS && last?.exitCode !== 0; run += 1) last = await start(args).ended;
      expect(last?.exitCode, `${args.join(' ')}\n${last?.stdout}\n${last?.stderr}`).toBe(0);
    },
    observe: async () => {
      await noSessionLeft(database);
      const [ledger, events] = [await ledgerOf(database), await eventsOf(database)];
      await checkObjects(database, ledger);
      checkEvents(events, ledger);
      const failed = events.filter(({ type }) => type === 'migration.failed');
      return { ledger, failures: failed.map(({ run_id, version }) => `${run_id} ${version}`) };
    },
    checkDeliveries: async () => {
      const waiting = await database.query("select id from confiture.deliveries where state <> 'delivered'");
      expect(waiting).toEqual([]);
      const arrived = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
      const lost = (await eventsOf(database)).filter(({ id }) => !arrived.has(id));
      expect(lost).toEqual([]);
    },
  };
}

async function writeMigrations(project: TestProject, isStepwiseDown: boolean): Promise<void> {
  for (const version of VERSIONS) {
    const table = `t_${version}`;
    const fill = `create table ${table} (id integer);\ninsert into ${table} values (1);\n`;
    const head = version === '005' ? 'set transaction isolation level serializable;\n' : '';
    const isStepwise = version === STEPWISE;
    const up = isStepwise ? `-- confiture: no-transaction\n${fill}vacuum ${table};\n` : `${head}${fill}`;
    const drop = `drop table ${table};\n`;
    const down = isStepwise && isStepwiseDown ? `-- confiture: no-transaction\n${drop}` : drop;
    await project.migration(`${version}_table`, up, { down });
  }
}

async function checkObjects(database: TestDatabase, ledger: readonly string[]): Promise<void> {
  const rows = await database.query<{ version: string }>(
    `select substr(relname, 3) as version from pg_class where relname like 't\\____' and relkind = 'r' order by 1`,
  );
  const tables = rows.map(({ version }) => version).filter((version) => version !== STEPWISE);
  expect(tables, 'tables beside the ledger').toEqual(ledger.filter((version) => version !== STEPWISE));
}

/** A migration that is in the ledger has one event more that it was applied than that it was rolled back. */
function checkEvents(events: readonly StoredEvent[], ledger: readonly string[]): void {
  const count = (wanted: string, of: string) =>
    events.filter(({ type, version }) => type === wanted && version === of).length;
  const standing = VERSIONS.filter(
    (version) => count('migration.completed', version) - count('migration.rolled_back', version) === 1,
  );
  expect(standing, 'events beside the ledger').toEqual(ledger);
}

async function eventsOf(database: TestDatabase): Promise<StoredEvent[]> {
  const [found] = await database.query<{ exists: boolean }>(
    `select to_regclass('confiture.outbox_records') is not null as exists`,
  );
  if (!found?.exists) return [];
  return database.query<StoredEvent>(
    `select body::json ->> 'id' as id, body::json ->> 'type' as type,
      body::json -> 'data' ->> 'migration_version' as version, body::json -> 'data' ->> 'run_id' as run_id
    from (
      select body::text from confiture.events
      union select entry::json -> 'event' ->> 'body' from confiture.outbox_records
    ) as stored where body::json ->> 'type' like 'migration.%'`,
  );
}
