import { onTestFinished } from 'vitest';
import type { EventType } from '../../../src/events/event.js';
import { type ParsedEvent, parseEvent } from '../../../src/events/parse/parse-event.js';
import { type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';

/** A project with an endpoint that gets every event, and a database of its own. */
export interface Stage {
  readonly project: TestProject;
  readonly database: TestDatabase;
  readonly receiver: Recorder;
  /** Starts a command of the project. */
  start(...args: string[]): RunningCli;
  /** Runs a command of the project to its end and gives its exit code. */
  run(...args: string[]): Promise<number | null>;
  /** The same in a CI job that `person` has started. */
  runAs(person: string, ...args: string[]): Promise<number | null>;
  /** Everything the endpoint has got until now, once, by time. */
  events(): ParsedEvent[];
  /** The first event of `type`, of those that are `wanted`, as soon as it has arrived. */
  waitFor<T extends EventType>(type: T, wanted?: (event: ParsedEvent<T>) => boolean): Promise<ParsedEvent<T>>;
  /** A session of the test's own that has run `sql` and is open until the test ends, or `end` is called. */
  session(sql: string): Promise<{ end(): Promise<void> }>;
}

const NAME_OF_ENDPOINT = 'ALL';

/** `config` is that of the project; `env` is added to the environment of its commands. */
export async function createStage({
  config = {},
  env = {},
}: {
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<Stage> {
  const database = await createDatabase();
  const project = await createProject({ config });
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const variables = {
    CONFITURE_DATABASE_URL: database.url,
    [`CONFITURE_WEBHOOK_${NAME_OF_ENDPOINT}_URL`]: receiver.url,
    [`CONFITURE_WEBHOOK_${NAME_OF_ENDPOINT}_EVENTS`]: '*',
    [`CONFITURE_WEBHOOK_${NAME_OF_ENDPOINT}_FORMAT`]: 'envelope',
    ...env,
  };
  const startWith = (more: Readonly<Record<string, string>>, args: readonly string[]) =>
    startCli(args, { cwd: project.dir, env: { ...variables, ...more } });
  const start = (...args: string[]) => startWith({}, args);
  const events = () => {
    const all = receiver.requests.flatMap(({ body }) => parseEvent(body) ?? []);
    const byId = new Map(all.map((event) => [event.id, event]));
    return [...byId.values()].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  };
  return {
    project,
    database,
    receiver,
    start,
    run: async (...args) => (await start(...args).ended).exitCode,
    runAs: async (person, ...args) => {
      const ended = await startWith({ GITHUB_ACTIONS: 'true', GITHUB_ACTOR: person }, args).ended;
      return ended.exitCode;
    },
    events,
    async waitFor(type, wanted = () => true) {
      for (let count = 1; ; count += 1) {
        await receiver.waitFor(count);
        const found = events().find((event) => event.type === type && wanted(event as never));
        if (found) return found as never;
      }
    },
    session: (sql) => openSession(database.url, sql),
  };
}

async function openSession(url: string, sql: string): Promise<{ end(): Promise<void> }> {
  let close = () => {};
  const isOver = new Promise<void>((resolve) => {
    close = resolve;
  });
  let ended = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    ended = onServer(url, async (client) => {
      await client.query(sql);
      resolve();
      await isOver;
    });
    ended.catch(reject);
  });
  onTestFinished(close);
  const end = () => {
    close();
    return ended;
  };
  return { end };
}
