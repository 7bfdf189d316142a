import { createHmac } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';

/** What each key of a body holds: names of types, so that two bodies compare key for key and type for type. */
function shapeOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
}

const migration = { name: 'string', version: 'string', environment: 'string' };
const documented = {
  success: {
    event_type: 'string',
    timestamp: 'string',
    migration,
    execution: {
      start_time: 'string',
      end_time: 'string',
      duration_seconds: 'number',
      rows_affected: 'number',
    },
    database: { host: 'string', schema: 'string' },
  },
  error: {
    event_type: 'string',
    timestamp: 'string',
    migration,
    error: { type: 'string', message: 'string' },
  },
  flat: {
    event_type: 'string',
    webhook_target: 'string',
    migration: 'string',
    duration: 'number',
    rows_affected: 'number',
    environment: 'string',
  },
  envelope: {
    id: 'string',
    type: 'string',
    created_at: 'string',
    data: 'object',
    metadata: { organization_id: 'string', environment: 'string' },
  },
};

const SECRET = 'your_secret_key_here';

/** A run with the facts of the documents: 005_add_payment_table in production, then one that fails. */
async function runAsDocumented() {
  const [database, receiver] = await Promise.all([createDatabase(), startRecorder()]);
  onTestFinished(() => receiver.close());
  const project = await createProject({
    config: {
      databaseUrl: database.url,
      organizationId: 'org_abc',
      webhooks: {
        allowInsecure: true,
        endpoints: { platform: { url: `${receiver.url}platform`, format: 'envelope', secret: SECRET } },
      },
    },
  });
  await project.migration(
    '005_add_payment_table',
    'create table payment (id int primary key);\ninsert into payment select generate_series(1, 50000);',
  );
  await project.migration('006_fails', 'insert into payment values (1);');
  const { exitCode } = await project.run(['migrate', 'up', '--env', 'production'], {
    CONFITURE_WEBHOOK_URL: `${receiver.url}default`,
    CONFITURE_WEBHOOK_SECRET: SECRET,
    WEBHOOK_ANALYTICS: `${receiver.url}analytics`,
  });
  expect(exitCode).toBe(1);
  const at = (path: string) => receiver.requests.filter((request) => request.path === `/${path}`);
  return { host: new URL(database.url).host, at };
}

const parse = ({ body }: { body: Buffer }) => JSON.parse(body.toString('utf8'));
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

it('a real run gives the bodies of both documents, key for key and type for type', async () => {
  const { host, at } = await runAsDocumented();

  const [success, failure] = at('default').map(parse);
  expect(shapeOf(success)).toEqual(documented.success);
  expect(success).toMatchObject({
    event_type: 'migration_success',
    timestamp: iso,
    migration: { name: '005_add_payment_table', version: '005', environment: 'production' },
    execution: { start_time: iso, end_time: iso, rows_affected: 50_000 },
    database: { host, schema: 'public' },
  });
  expect(success.timestamp).toBe(success.execution.end_time);
  expect(shapeOf(failure)).toEqual(documented.error);
  expect(failure).toMatchObject({ event_type: 'migration_error', error: { type: 'UniqueViolation' } });

  const [flat] = at('analytics').map(parse);
  expect(shapeOf(flat)).toEqual(documented.flat);
  expect(flat).toMatchObject({ event_type: 'migration_success', webhook_target: 'analytics' });

  const [envelope] = at('platform').map(parse);
  expect({ ...(shapeOf(envelope) as object), data: 'object' }).toEqual(documented.envelope);
  expect(envelope).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    type: 'migration.completed',
    created_at: iso,
    data: { migration_id: expect.stringMatching(/^mig_/), migration_name: '005_add_payment_table' },
    metadata: { organization_id: 'org_abc', environment: 'production' },
  });
});

it('each body carries the signature its document describes', async () => {
  const { at } = await runAsDocumented();
  const expected = (body: Buffer) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  const [first] = at('default');
  const [envelope] = at('platform');
  expect(first?.headers['x-confiture-signature']).toBe(expected(first?.body ?? Buffer.alloc(0)));
  expect(envelope?.headers['x-sensei-signature']).toBe(expected(envelope?.body ?? Buffer.alloc(0)));
  expect(at('analytics')[0]?.headers['x-confiture-signature']).toBeUndefined();
});
