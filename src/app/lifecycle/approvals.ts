import type { Connection } from '../../database/connection.js';
import { adoptSession, requireWritable } from '../../outbox/store/own-session.js';
import { maskText } from '../../redaction/redaction.js';
import type { EventStore } from '../../runner/event-store.js';
import type { Approval, Verb } from '../../runner/lifecycle/approval/approval.js';
import { readApprovals } from '../../runner/lifecycle/approval/store/approval-rows.js';
import { decide, notFound } from '../../runner/lifecycle/approval/store/decide.js';
import { readOne } from '../../runner/lifecycle/approval/store/request-approval.js';
import type { Caller } from '../../storage/audit/audit-entry.js';
import { keepsAllEvents } from '../../storage/event-stream.js';
import { explainOutboxError } from '../../storage/explain-error.js';
import { ensureTables, readStorageStep } from '../../storage/schema.js';
import { readScope, type Scope } from '../../storage/scope.js';
import { storageSteps } from '../../storage/steps.js';
import { actorOf } from '../run/actor.js';
import { eventMakerOf } from '../run/event-maker-of.js';
import type { ProjectContext } from '../run/project-hooks.js';
import { runWithEvents } from '../run/run-with-hooks.js';
import { openerOf, type SessionSource } from '../sessions.js';
import { withSession } from '../with-session.js';

/** The requests for approval of a project in its environment. No call makes a database or a table. */
export interface Approvals {
  /** Newest first. */
  list(limit: number): Promise<readonly Approval[]>;
  /** @throws APPROVAL_UNKNOWN */
  show(id: string): Promise<Approval>;
  /**
   * Decides in the name of `by`, by default the actor of the command.
   * @throws APPROVAL_UNKNOWN, APPROVAL_DECIDED, APPROVER_REFUSED
   */
  decide(id: string, verb: Verb, comment: string | null, by?: Caller): Promise<Approval>;
}

/** What the approvals of a project need. */
export interface ApprovalsOptions extends ProjectContext {
  readonly sessions: SessionSource;
}

/** Opens the approvals of a project; the database is connected to by each call. */
export function openApprovals(options: ApprovalsOptions): Approvals {
  const { settings, sessions, signal } = options;
  const open = openerOf(sessions, options);
  const read = async <T>(work: (connection: Connection, scope: Scope) => Promise<T>): Promise<T | null> => {
    if (sessions.isUnmade()) return null;
    return withSession(open, signal, async (connection) => {
      const scope = await readScope(connection, settings);
      return (await hasTables(connection)) ? work(connection, scope) : null;
    });
  };
  const decideInSession = async (
    connection: Connection,
    request: Parameters<typeof decide>[2],
    events: EventStore,
  ) => {
    requireWritable(await adoptSession(connection));
    if ((await readStorageStep(connection)) === 0) throw notFound(request.id, settings.environment);
    await ensureTables(connection);
    const scope = await readScope(connection, settings);
    if (await keepsAllEvents(connection, scope)) await events.keepAll(connection);
    await events.prepare(connection);
    return decide(connection, scope, request, {
      store: events,
      make: (fact) => eventMakerOf(settings, fact.data.run_id ?? fact.data.approval_id).make(fact),
    });
  };
  return {
    list: async (limit) =>
      (await read((connection, scope) => readApprovals(connection, scope, { limit }))) ?? [],
    async show(id) {
      const found = await read((connection, scope) => readOne(connection, scope, id));
      return found ?? Promise.reject(notFound(id, settings.environment));
    },
    async decide(id, verb, comment, by = actorOf(settings)) {
      if (sessions.isUnmade()) throw notFound(id, settings.environment);
      const request = {
        id,
        verb,
        by,
        comment: comment === null ? null : maskText(comment, settings.redact),
      };
      const { approval } = await runWithEvents(
        options,
        { connect: open, connectBeside: open },
        async ({ connect, events }) => {
          const connection = await connect();
          try {
            return { approval: await decideInSession(connection, request, events) };
          } catch (error) {
            throw explainOutboxError(error, connection);
          }
        },
      );
      return approval;
    },
  };
}

/** False also where the tables are older than requests for approval. */
async function hasTables(connection: Connection): Promise<boolean> {
  const step = await readStorageStep(connection);
  if (step === 0) return false;
  const { readOnly } = await adoptSession(connection);
  if (readOnly !== null) return step >= storageSteps.length;
  await ensureTables(connection, step);
  return true;
}
