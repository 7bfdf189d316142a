import type { ProjectContext } from '../app/run/project-hooks.js';
import type { SessionSource } from '../app/sessions.js';
import type { Settings } from '../app/settings.js';
import type { Connection } from '../database/connection.js';
import type { Scope } from '../storage/scope.js';
import type { ServerLog } from './server-log.js';
import type { EventStreams } from './stream/event-streams.js';

/** What a route works with. */
export interface ServerContext {
  /**
   * Lends a session of the pool to `work`, with all tables of schema `confiture` there. A session that is lost is
   * replaced; where `work` throws, its transaction is rolled back. Do not call it within `work`.
   */
  withConnection<T>(work: (connection: Connection, scope: Scope) => Promise<T>): Promise<T>;
  /** Project and environment whose records the server shows. @throws CONNECT_LOST before the first session. */
  readonly scope: Scope;
  readonly settings: Settings;
  readonly project: ProjectContext;
  /** Where sessions beside the pool come from: a run, a stream. */
  readonly sessions: SessionSource;
  now(): Date;
  readonly log: ServerLog;
  readonly streams: EventStreams;
  /** Aborts when the server stops; long answers end then. */
  readonly stopping: AbortSignal;
  /** Version of Confiture. */
  readonly version: string;
}
