import type { Connection } from '../../../database/connection.js';
import { ownSettingsSql } from '../../../database/own-settings.js';
import type { ConfitureEvent } from '../../../events/event.js';
import { ensureTables } from '../../../storage/schema.js';
import type { Scope } from '../../../storage/scope.js';
import type { EventStore } from '../../event-store.js';
import type { RunnerPorts } from '../../ports.js';
import {
  endRunSql,
  heartbeatSql,
  insertRunSql,
  type NewRun,
  type RunEnd,
  type RunProgress,
} from './run-row.js';
import { HEARTBEAT_MS } from './run-state.js';
import { type OpenRequests, openRequestsOf, openRequestsSql } from './steering-requests.js';

/** Whatever role and database have as default, two sessions that write one row must not fail each other. */
const READ_COMMITTED = 'set transaction isolation level read committed';

/** A pod that is told to stop has 30 seconds in all. */
const END_WITHIN_MS = 5_000;

/**
 * The row of a run in `confiture.runs`. What cannot be written is left out: a run never fails, and never waits, for the
 * sake of its record.
 */
export class RunRecord {
  readonly #run: NewRun;
  /** Milliseconds since the epoch. */
  readonly #now: () => number;
  #isInserted = false;
  #heardAt = Number.NEGATIVE_INFINITY;
  #said = '';

  constructor(run: NewRun, now: () => number) {
    this.#run = run;
    this.#now = now;
  }

  get scope(): Scope {
    return this.#run.scope;
  }

  get isInserted(): boolean {
    return this.#isInserted;
  }

  /** Sent at once, and not waited for: whatever is sent behind it travels with it. */
  insert(connection: Connection): void {
    if (this.#isInserted) return;
    this.#isInserted = true;
    this.#heardAt = this.#now();
    void connection.queryAll(insertRunSql(this.#run)).catch(() => {});
  }

  /** Says that the run is alive where that is due or something has changed, and reads the requests for it. */
  async poll(connection: Connection, progress: RunProgress): Promise<OpenRequests> {
    const said = JSON.stringify(progress);
    const isDue = this.#now() - this.#heardAt >= HEARTBEAT_MS || said !== this.#said;
    const beat = this.#isInserted && isDue ? [heartbeatSql(this.#run.id, progress)] : [];
    const question = openRequestsSql(this.#run.scope, this.#run.id);
    const text = [READ_COMMITTED, ownSettingsSql, ...beat, question].join('; ');
    const answers = await connection.queryUnbound(text);
    if (beat.length > 0) {
      this.#heardAt = this.#now();
      this.#said = said;
    }
    return openRequestsOf(answers.at(-1) ?? []);
  }

  /** Sent and not waited for, as `insert` is; resolves when it is stored, and never rejects. */
  end(connection: Connection, end: RunEnd): Promise<void> {
    return connection.queryAll(endRunSql(this.#run.id, end)).then(
      () => {},
      () => {},
    );
  }

  /**
   * The same over a session of its own, for a run that was stopped or has lost its session: a cancel that is on its way
   * to that one cannot hit this.
   */
  async endBeside(connect: RunnerPorts['connectBeside'], end: RunEnd): Promise<void> {
    const deadline = AbortSignal.timeout(END_WITHIN_MS);
    const session = await connect('confiture outcome', deadline).catch(() => null);
    if (session === null) return;
    const abandon = () => session.abandon();
    deadline.addEventListener('abort', abandon, { once: true });
    await this.end(session, end);
    await session.close();
    deadline.removeEventListener('abort', abandon);
  }
}

/** Runs statements and stores the event that states what they change, in one transaction. */
export async function storeChange(
  connection: Connection,
  events: EventStore,
  statements: readonly string[],
  event: ConfitureEvent | null,
): Promise<void> {
  const eventSql = event === null ? null : events.insertSql(event);
  const all = [...statements, ...(eventSql === null ? [] : [eventSql])];
  try {
    await connection.run(
      ['begin isolation level read committed', ownSettingsSql, ...all, 'commit'].join('; '),
    );
  } catch (error) {
    if (!connection.lost) await connection.run('rollback').catch(() => {});
    throw error;
  }
  if (event !== null && eventSql !== null) await events.committed(event);
}

/** Makes the tables that are missing; false where this role may not. */
export async function makeTables(connection: Connection): Promise<boolean> {
  return ensureTables(connection).then(
    () => true,
    () => false,
  );
}
