import type { ProjectContext } from '../app/run/project-hooks.js';
import type { SessionSource } from '../app/sessions.js';
import type { Settings } from '../app/settings.js';
import type { Scope } from '../storage/scope.js';
import type { SessionCookie } from './auth/session-cookie.js';
import type { TokenLookup } from './auth/token-lookup.js';
import type { ServerLog } from './logging/server-log.js';
import type { RunProcesses } from './runs/run-processes.js';
import type { UseConnection } from './sessions/use-connection.js';
import type { EventStreams } from './stream/event-streams.js';

/** What a route works with. */
export interface ServerContext {
  /**
   * Lends a session of the pool to `work`, with all tables of schema `confiture` there. A session that is lost is
   * replaced; where `work` throws, its transaction is rolled back. Do not call it within `work`.
   */
  readonly withConnection: UseConnection;
  /** Project and environment whose records the server shows. @throws CONNECT_LOST before the first session. */
  readonly scope: Scope;
  readonly settings: Settings;
  readonly project: ProjectContext;
  /** Where sessions beside the pool come from: a run, a stream. */
  readonly sessions: SessionSource;
  /** Where sessions of commands come from that change nothing; each is kept for the next. */
  readonly readSessions: SessionSource;
  now(): Date;
  readonly log: ServerLog;
  /** The processes of runs that this server was asked for. */
  readonly runs: RunProcesses;
  readonly streams: EventStreams;
  /** Text of the metrics. */
  readonly metrics: { read(server: ServerContext): Promise<string> };
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
  /** Version of Confiture. */
  readonly version: string;
  /** A path of the API as a client writes it, below the base path, for `Location`. */
  link(path: string): string;
  /** How people sign in. */
  readonly signIn: { readonly lookup: TokenLookup; readonly cookie: SessionCookie };
}
