// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Confiture fills these in, not JavaScript.
import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyRequest } from '../../../src/events/signature/verify.js';
import { type RunningCli, startCli } from '../../support/cli.js';
import { type Answer, type RecordedRequest, type Recorder, startRecorder } from '../../support/receiver.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

const SECRET = 'invented-secret-of-this-test';
const TIMESTAMP = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

async function record(answer?: Answer): Promise<Recorder> {
  const recorder = await startRecorder(answer === undefined ? {} : { respond: () => answer });
  onTestFinished(() => recorder.close());
  return recorder;
}

function bodies({ requests }: Recorder): unknown[] {
  return requests.map(({ body }) => JSON.parse(body.toString('utf8')));
}

describe('CONFITURE_WEBHOOK_URL', () => {
  it('gets the payload of a success, key for key', async () => {
    const project = await createMigratedProject();
    const receiver = await record();
    const { exitCode } = await project.run(['migrate', 'up', '--steps', '1'], {
      CONFITURE_WEBHOOK_URL: receiver.url,
    });
    expect(exitCode).toBe(0);
    expect(bodies(receiver)).toEqual([
      {
        event_type: 'migration_success',
        timestamp: TIMESTAMP,
        migration: { name: '001_first', version: '001', environment: 'local' },
        execution: {
          start_time: TIMESTAMP,
          end_time: TIMESTAMP,
          duration_seconds: expect.any(Number),
          rows_affected: 2,
        },
        database: { host: new URL(project.database.url).host, schema: 'public' },
      },
    ]);
  });

  it('gets the payload of a failure, key for key', async () => {
    const project = await createMigratedProject();
    await project.migration('001_first', 'select nothing from nowhere;');
    const receiver = await record();
    const { exitCode } = await project.run(['migrate', 'up'], { CONFITURE_WEBHOOK_URL: receiver.url });
    expect(exitCode).toBe(1);
    expect(bodies(receiver)).toEqual([
      {
        event_type: 'migration_error',
        timestamp: TIMESTAMP,
        migration: { name: '001_first', version: '001', environment: 'local' },
        error: {
          type: expect.any(String),
          message: expect.stringContaining('relation "nowhere" does not exist'),
        },
      },
    ]);
  });

  it('gets one event for each migration, each with an id of its own', async () => {
    const project = await createMigratedProject();
    await project.migration('003_third', 'select 1 / 0;');
    const receiver = await record();
    await project.run(['migrate', 'up'], { CONFITURE_WEBHOOK_URL: receiver.url });
    const seen = bodies(receiver).map((body) => {
      const { event_type, migration } = body as { event_type: string; migration: { version: string } };
      return `${migration.version} ${event_type}`;
    });
    expect(seen.sort()).toEqual(['001 migration_success', '002 migration_success', '003 migration_error']);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  it('is signed by every scheme, and not by another secret', async () => {
    const project = await createMigratedProject();
    const receiver = await record();
    await project.run(['migrate', 'up', '--steps', '1'], {
      CONFITURE_WEBHOOK_URL: receiver.url,
      CONFITURE_WEBHOOK_SECRET: SECRET,
    });
    const [request] = receiver.requests;
    expect(request).toBeDefined();
    const { headers, body } = request as RecordedRequest;
    const digest = createHmac('sha256', SECRET).update(body).digest('hex');
    expect(headers['x-confiture-signature']).toBe(`sha256=${digest}`);
    const nowSeconds = Math.floor(Date.now() / 1000);
    expect(verifyRequest({ headers, body, secrets: [SECRET], nowSeconds })).toMatchObject({
      verified: true,
      schemes: { confiture: { ok: true }, standard: { ok: true } },
    });
    expect(verifyRequest({ headers, body, secrets: ['another-invented-secret'], nowSeconds }).verified).toBe(
      false,
    );
  });

  it('sends the headers of the config file, filled in', async () => {
    const project = await createMigratedProject({
      config: {
        webhooks: {
          headers: { 'X-Migration': '${event.migration_version}', 'X-Team': '${TEAM:-payments}' },
          endpoints: { default: { headers: { 'X-Token': '${TOKEN}' } } },
        },
      },
    });
    const receiver = await record();
    const { exitCode, stderr } = await project.run(['migrate', 'up', '--steps', '1'], {
      CONFITURE_WEBHOOK_URL: receiver.url,
      TOKEN: 'invented-token',
    });
    expect(exitCode, stderr).toBe(0);
    expect(receiver.requests[0]?.headers).toMatchObject({
      'x-migration': '001',
      'x-team': 'payments',
      'x-token': 'invented-token',
      'content-type': expect.stringContaining('application/json'),
      'user-agent': expect.stringMatching(/^Confiture\/\d/),
      'x-correlation-id': expect.stringMatching(/^run_/),
    });
  });

  it('refuses to start where a header needs a variable that is not set', async () => {
    const project = await createMigratedProject({
      config: { webhooks: { endpoints: { default: { headers: { 'X-Token': '${TOKEN}' } } } } },
    });
    const receiver = await record();
    const { exitCode, stderr } = await project.run(['migrate', 'up'], {
      CONFITURE_WEBHOOK_URL: receiver.url,
    });
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/X-Token/);
    expect(stderr).toMatch(/TOKEN/);
    expect(receiver.requests).toEqual([]);
  });
});

it('WEBHOOK_ANALYTICS and WEBHOOK_DASHBOARD get the flat payload, WEBHOOK_SLACK a Slack message', async () => {
  const project = await createMigratedProject();
  const [analytics, dashboard, slack] = [await record(), await record(), await record()];
  const { exitCode } = await project.run(['migrate', 'up', '--steps', '1'], {
    WEBHOOK_ANALYTICS: analytics.url,
    WEBHOOK_DASHBOARD: dashboard.url,
    WEBHOOK_SLACK: slack.url,
  });
  expect(exitCode).toBe(0);
  for (const [receiver, name] of [
    [analytics, 'analytics'],
    [dashboard, 'dashboard'],
  ] as const) {
    expect(bodies(receiver)).toEqual([
      {
        event_type: 'migration_success',
        webhook_target: name,
        migration: '001_first',
        duration: expect.any(Number),
        rows_affected: 2,
        environment: 'local',
      },
    ]);
  }
  expect(bodies(slack)).toEqual([
    { text: expect.stringContaining('001_first'), blocks: expect.arrayContaining([expect.anything()]) },
  ]);
});

it('a run that fills a chat names the variable that makes it one message, which it then is', async () => {
  const project = await createMigratedProject();
  for (let version = 10; version < 18; version += 1)
    await project.migration(`0${version}_more`, 'select 1;', { down: 'select 1;' });
  const slack = await record();
  const full = await project.run(['migrate', 'up'], { WEBHOOK_SLACK: slack.url });
  expect(slack.requests).toHaveLength(11);
  expect(full.stdout + full.stderr).toContain(
    '11 messages of this run go to slack. Set WEBHOOK_SLACK_EVENTS to run.completed,run.failed for one message a run.',
  );
  const env = { WEBHOOK_SLACK: slack.url, WEBHOOK_SLACK_EVENTS: 'run.completed,run.failed' };
  const one = await project.run(['migrate', 'down', '--steps', '11'], env);
  expect(one.stdout + one.stderr).not.toContain('messages of this run');
  expect(slack.requests).toHaveLength(12);
  expect(bodies(slack).at(-1)).toMatchObject({
    text: expect.stringContaining('Run completed: 11 migrations rolled back'),
  });
});

describe('an endpoint that', () => {
  it.each<[string, Answer]>([
    ['answers 500', 500],
    ['answers 404', 404],
    ['hangs', () => {}],
    ['resets the connection', (response) => response.socket?.destroy()],
  ])('%s keeps no other from its events and changes no exit code', async (_, answer) => {
    const project = await createMigratedProject();
    await project.migration('004_gate', UNTIL_OPENED);
    const [bad, good] = [await record(answer), await record()];
    const run = startUp(project, 100, {
      CONFITURE_WEBHOOK_BAD_URL: bad.url,
      CONFITURE_WEBHOOK_GOOD_URL: good.url,
    });
    await Promise.all([bad.waitFor(1), good.waitFor(3)]);
    await project.database.query('insert into first values (99)');
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ success: true, applied: [{}, {}, {}, {}] });
    const undelivered = document.undelivered as { endpoint: string; event: string; migration: string }[];
    expect(
      undelivered
        .filter(({ endpoint }) => endpoint === 'bad')
        .map(({ migration }) => migration)
        .sort(),
    ).toEqual(['001_first', '002_second', '003_third', '004_gate']);
  });

  it('hangs does not change the exit code of a failed migration', async () => {
    const project = await createMigratedProject();
    await project.migration('002_second', 'select 1 / 0;');
    const held: ServerResponse[] = [];
    const [bad, good] = [await record((response) => held.push(response)), await record()];
    const run = startUp(project, 60_000, {
      CONFITURE_WEBHOOK_BAD_URL: bad.url,
      CONFITURE_WEBHOOK_GOOD_URL: good.url,
    });
    await Promise.all([bad.waitFor(2), good.waitFor(2)]);
    for (const response of held) response.writeHead(404).end();
    expect((await run.ended).exitCode).toBe(1);
    expect(good.requests).toHaveLength(2);
  });

  it('hangs is given up when the drain time-out is over', async () => {
    const project = await createMigratedProject();
    const bad = await record(() => {});
    const { exitCode, stdout } = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
      CONFITURE_WEBHOOK_URL: bad.url,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 webhook deliveries are still waiting');
  });

  it('fails once is tried again within the drain time-out while another one hangs', async () => {
    const project = await createMigratedProject();
    const hanging = await record(() => {});
    const failing = await startRecorder({ respond: (n) => (n === 1 ? 500 : 200) });
    onTestFinished(() => failing.close());
    const env = { CONFITURE_WEBHOOK_HANGING_URL: hanging.url, CONFITURE_WEBHOOK_FAILING_URL: failing.url };
    const run = startUp(project, 60_000, env, '--steps', '1');
    await failing.waitFor(2);
    await run.stop();
    expect(failing.requests).toHaveLength(2);
  });

  it('fails once is tried again within the drain time-out, with the same id and body', async () => {
    const project = await createMigratedProject();
    const receiver = await startRecorder({ respond: (n) => (n === 1 ? 503 : 200) });
    onTestFinished(() => receiver.close());
    const { exitCode, stdout } = await project.run(['migrate', 'up', '--steps', '1'], {
      CONFITURE_WEBHOOK_URL: receiver.url,
    });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('still waiting');
    const [first, second, ...more] = receiver.requests;
    expect(more).toEqual([]);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toEqual(first?.body);
  });
});

/** A migration that waits for the number 99 in table `first`. */
const UNTIL_OPENED = `do $$ begin
  while not exists (select from first where id = 99) loop perform pg_sleep(0.02); end loop;
end $$;`;

function startUp(
  project: MigratedProject,
  drainTimeoutMs: number,
  env: Readonly<Record<string, string>>,
  ...flags: string[]
): RunningCli {
  const args = ['migrate', 'up', '--format', 'json', '--drain-timeout', String(drainTimeoutMs), ...flags];
  return startCli(args, {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: project.database.url, ...env },
  });
}
