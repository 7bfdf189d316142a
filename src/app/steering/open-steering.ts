import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import { steeringId } from '../../events/identifier.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import { maskText } from '../../redaction/redaction.js';
import { findRun, unknownRun } from '../../runner/lifecycle/run-log/find-run.js';
import { listRuns } from '../../runner/lifecycle/run-log/list-runs.js';
import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { type NewRequest, requestOfAll } from '../../runner/lifecycle/steering/request-steering.js';
import { isFinal } from '../../runner/lifecycle/steering/run-state.js';
import type { SteeringVerb } from '../../runner/lifecycle/steering/steering-requests.js';
import { hasTable } from '../../storage/has-table.js';
import { ensureTables, readStorageStep } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { actorOf } from '../run/actor.js';
import { openerOf, type SessionSource } from '../sessions.js';
import type { Settings } from '../settings.js';
import { withSession } from '../with-session.js';
import { askRun, type SteeringResult } from './ask-run.js';

/** The runs of a project, and what can be asked of them from elsewhere. */
export interface Steering {
  /** Newest first. */
  list(limit: number): Promise<readonly StoredRun[]>;
  show(id: string): Promise<StoredRun>;
  /** Calls `onChange` with each look until the run has ended, and resolves with the last. */
  follow(id: string, onChange: (run: StoredRun) => void): Promise<StoredRun>;
  /** Asks one run, without `id` the one that goes on, and waits a moment for it to follow. */
  ask(verb: SteeringVerb, id: string | null, reason: string | null): Promise<SteeringResult>;
  /** Asks all runs of the project in this environment, those that start later too. */
  askAll(verb: 'pause' | 'resume', reason: string | null): Promise<SteeringResult>;
}

export interface SteeringOptions {
  readonly settings: Settings;
  readonly sessions: SessionSource;
  readonly reporter: Pick<Reporter, 'emit'>;
  readonly signal: AbortSignal;
}

const FOLLOW_EVERY_MS = 500;

/** Opens the runs of a project. The database is connected to by each call. */
export function openSteering(options: SteeringOptions): Steering {
  const { settings, sessions, signal } = options;
  const open = openerOf(sessions, options);
  const read = async <T>(work: (connection: Connection, scope: Scope) => Promise<T>, nothing: T) => {
    if (sessions.isUnmade()) return nothing;
    return withSession(open, signal, async (connection) => {
      const { scope, hasRuns } = await enter(connection, settings);
      return hasRuns ? work(connection, scope) : nothing;
    });
  };
  const newRequest = <V extends SteeringVerb>(verb: V, reason: string | null): NewRequest & { verb: V } => {
    return {
      id: steeringId({ nowMs: Date.now(), random: randomBytes(16) }),
      verb,
      by: actorOf(settings),
      reason: reason === null ? null : maskText(reason, settings.redact),
    };
  };
  return {
    list: (limit) => read((connection, scope) => listRuns(connection, scope, { limit }), []),
    async show(id) {
      const run = await read((connection, scope) => findRun(connection, scope, id), null);
      return run ?? Promise.reject(unknownRun(id));
    },
    async follow(id, onChange) {
      const last = await read(async (connection, scope) => {
        for (;;) {
          const run = await findRun(connection, scope, id);
          onChange(run);
          if (isFinal(run.state)) return run;
          await sleep(FOLLOW_EVERY_MS, undefined, { signal });
        }
      }, null);
      return last ?? Promise.reject(unknownRun(id));
    },
    async ask(verb, id, reason) {
      if (sessions.isEmbedded) throw onlySignals();
      return withSession(open, signal, async (connection) => {
        const { scope, hasRuns } = await enter(connection, settings);
        if (!hasRuns) throw noRecords();
        await ensureTables(connection);
        const request = newRequest(verb, reason);
        return askRun({ connection, scope, signal }, id, request);
      });
    },
    async askAll(verb, reason) {
      if (sessions.isEmbedded) throw onlySignals();
      return withSession(open, signal, async (connection) => {
        const { scope } = await enter(connection, settings);
        await ensureTables(connection);
        return { verb, ...(await requestOfAll(connection, scope, newRequest(verb, reason))) };
      });
    },
  };
}

/** Tables that an older version has left hold no runs; reading does not change them. */
async function enter(
  connection: Connection,
  settings: Settings,
): Promise<{ readonly scope: Scope; readonly hasRuns: boolean }> {
  const [scope, step] = await Promise.all([readScope(connection, settings), readStorageStep(connection)]);
  if (step === 0) return { scope, hasRuns: false };
  return { scope, hasRuns: await hasTable(connection, 'confiture.runs') };
}

function onlySignals(): ConfitureError {
  return new ConfitureError(
    'STEERING_IMPOSSIBLE',
    'a run on the embedded database cannot be steered from elsewhere',
    {
      hint: 'Its process alone has the database open: stop it with Ctrl-C, or SIGTERM.',
    },
  );
}

function noRecords(): ConfitureError {
  return new ConfitureError('STEERING_IMPOSSIBLE', 'no runs are recorded in this database', {
    hint: 'Runs are recorded once schema confiture is there: `confiture migrate pause --all` makes it, and so does the first run with webhooks. Until then a run is stopped with Ctrl-C, or SIGTERM.',
  });
}
