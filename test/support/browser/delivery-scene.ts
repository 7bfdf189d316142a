import { expect, onTestFinished } from 'vitest';
import { type Deliveries, openDeliveries } from '../../../src/app/deliveries.js';
import { type Recorder, startRecorder } from '../receiver.js';
import { startTestServer, type TestServer } from '../server/start-test-server.js';

interface DeliverySceneOptions {
  /** How many migrations are applied; each is one event for each endpoint. */
  readonly migrations: number;
  /** Endpoints of the environment; default: one, `default`. */
  readonly endpoints?: readonly string[];
  readonly config?: object;
}

export interface DeliveryScene extends TestServer {
  readonly receiver: Recorder;
  readonly outbox: Deliveries;
  /** Answers of the receiver from now on. */
  /** Applies one more migration, whose events are stored and not sent. */
  readonly migrate: (name: string) => Promise<void>;
  readonly answerWith: (status: number, body?: string, headers?: Readonly<Record<string, string>>) => void;
}

/** A server with a run behind it, whose events a receiver has refused with 404. */
export async function openDeliveryScene({
  migrations,
  endpoints = ['default'],
  config = {},
}: DeliverySceneOptions): Promise<DeliveryScene> {
  let answer = { status: 404, body: '{"error":"no such hook"}', headers: {} };
  const receiver = await startRecorder({
    respond: () => (response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body);
    },
  });
  onTestFinished(() => receiver.close());
  const numbers = Array.from({ length: migrations }, (_, index) => String(index + 1).padStart(3, '0'));
  const files = Object.fromEntries(
    numbers.map((number) => [
      `db/migrations/${number}_step_${number}.up.sql`,
      `create table step_${number} (id integer);`,
    ]),
  );
  const env = Object.fromEntries(
    endpoints.flatMap((name) => {
      const prefix = name === 'default' ? 'CONFITURE_WEBHOOK' : `CONFITURE_WEBHOOK_${name.toUpperCase()}`;
      return [
        [`${prefix}_URL`, `${receiver.url}${name}`],
        [`${prefix}_EVENTS`, 'migration.completed'],
        [`${prefix}_SECRET`, `whsec_invented_of_${name}_for_tests`],
      ];
    }),
  );
  const server = await startTestServer({ hasPage: true, files, env, config });
  const up = async () => {
    const variables = { ...env, CONFITURE_DATABASE_URL: server.database.url };
    const { exitCode, stderr } = await server.project.run(
      ['migrate', 'up', '--drain-timeout', '0'],
      variables,
    );
    expect(exitCode, stderr).toBe(0);
  };
  await expect.poll(() => keepsEvents(server), { timeout: 30_000 }).toBe(true);
  await up();
  const { project, sessions } = server.server.context;
  const outbox = await openDeliveries({ ...project, sessions });
  await outbox.deliver();
  return {
    ...server,
    receiver,
    outbox,
    migrate: async (name) => {
      await server.project.migration(name, 'select 1;');
      await up();
    },
    answerWith: (status, body = '{"status":"received"}', headers = {}) => {
      answer = { status, body, headers };
    },
  };
}

/** Whether runs can know that a server is there, so that all of their events are kept. */
async function keepsEvents({ server }: TestServer): Promise<boolean> {
  const rows = await server.context.withConnection((connection) =>
    connection.query('select from confiture.event_streams'),
  );
  return rows.length > 0;
}
