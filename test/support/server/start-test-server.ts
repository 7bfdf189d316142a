import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openBuiltInHooks } from '../../../hooks/built-in.js';
import { openBuiltIn } from '../../../src/app/built-in-hooks.js';
import { libraryReporter } from '../../../src/app/library-reporter.js';
import { sessionSourceOf } from '../../../src/app/sessions.js';
import { resolveSettings } from '../../../src/app/settings.js';
import { StaticTokens } from '../../../src/server/auth/static-tokens.js';
import type { LogFacts, ServerLog } from '../../../src/server/logging/server-log.js';
import { type RunningServer, startServer } from '../../../src/server/serve.js';
import { type TokenScope, tokenScopes } from '../../../src/storage/tokens/token-scope.js';
import { cliPath } from '../cli.js';
import { createDatabase, type TestDatabase } from '../database.js';
import { createProject, type ProjectOptions, type TestProject } from '../project.js';
import { type ApiClient, apiClient } from './api-client.js';

export interface TestServerOptions extends ProjectOptions {
  /** Scopes of the token that `api` sends; default: all. */
  readonly scopes?: readonly TokenScope[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a fresh one. */
  readonly database?: TestDatabase;
  /** Default: a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  readonly requestTimeoutMs?: number;
  /** Default: that of the server. */
  readonly idleTimeoutMs?: number;
  readonly heartbeatMs?: number;
  /** True serves the page as it was built; default: no page. */
  readonly hasPage?: boolean;
}

export interface TestServer {
  readonly url: string;
  readonly api: ApiClient;
  readonly database: TestDatabase;
  readonly project: TestProject;
  readonly server: RunningServer;
  /** Lines of the server's log so far. */
  readonly log: readonly {
    readonly level: keyof ServerLog;
    readonly message: string;
    readonly facts: LogFacts;
  }[];
}

/** Text of the token that `api` sends. */
export const TEST_TOKEN = 'sk_live_invented0for0the0tests0of0the0server';

/** A server in this process, on a fresh database and a free port; it is stopped when the test has ended. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await createDatabase());
  const project = await createProject(options);
  const env = { CONFITURE_DATABASE_URL: database.url, ...options.env };
  const settings = await resolveSettings({ cwd: project.dir, env, flags: {} });
  const log: TestServer['log'][number][] = [];
  const line =
    (level: keyof ServerLog) =>
    (message: string, facts: LogFacts = {}) =>
      void log.push({ level, message, facts });
  const stop = new AbortController();
  const scopes = options.scopes ?? tokenScopes;
  const tokens = new StaticTokens();
  tokens.add(TEST_TOKEN, { id: 'tok_test', name: 'test', scopes });
  const builtIn = await openBuiltIn((...parts) => openBuiltInHooks(...parts, '0.0.0-test'), settings);
  const server = await startServer({
    project: {
      settings,
      reporter: libraryReporter({}),
      signal: stop.signal,
      builtIn,
    },
    sessions: sessionSourceOf(settings),
    version: '0.0.0-test',
    host: '127.0.0.1',
    port: options.port ?? 0,
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    staticTokens: tokens,
    program: cliPath,
    pageFolder: options.hasPage ? path.resolve('dist/dashboard') : null,
    checksAnswers: true,
    ...(options.now && { now: options.now }),
    ...(options.heartbeatMs && { heartbeatMs: options.heartbeatMs }),
    ...(options.idleTimeoutMs && { idleTimeoutMs: options.idleTimeoutMs }),
    ...(options.requestTimeoutMs && { requestTimeoutMs: options.requestTimeoutMs }),
  });
  onTestFinished(async () => {
    stop.abort();
    await server.stop();
    await builtIn.close();
  });
  return { url: server.url, api: apiClient(server.url, TEST_TOKEN), database, project, server, log };
}
