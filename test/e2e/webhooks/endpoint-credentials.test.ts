import { expect, it, onTestFinished } from 'vitest';
import { startRecorder } from '../../support/receiver.js';
import { createMigratedProject } from '../migrated-project.js';

const USER = 'invented-user';
const PASSWORD = 'invented:p@ss/word';
const BASIC = btoa(`${USER}:${PASSWORD}`);

it('a user name and a password in the URL of an endpoint are sent as HTTP Basic and shown nowhere', async () => {
  const receiver = await startRecorder({
    respond: () => (response, request) => {
      const { authorization = '' } = request.headers;
      response.writeHead(404).end(`${authorization} is ${atob(authorization.slice('Basic '.length))}`);
    },
  });
  onTestFinished(() => receiver.close());
  const project = await createMigratedProject();
  const url = new URL(receiver.url);
  url.username = USER;
  url.password = encodeURIComponent(PASSWORD);
  const env = { CONFITURE_WEBHOOK_URL: url.href };

  const printed: string[] = [];
  const run = async (command: string) => {
    for (const format of ['text', 'json']) {
      const { stdout, stderr } = await project.run([...command.split(' '), '--format', format], env);
      expect(stdout, command).not.toBe('');
      printed.push(stdout, stderr);
    }
  };
  await run('migrate up --verbose');
  await run('webhooks test default');
  await run('webhooks list');
  await run('webhooks deliveries');
  await run('webhooks show default');
  const [delivery] = await project.database.query<{ id: string }>('select id from confiture.deliveries');
  await run(`webhooks show ${delivery?.id}`);
  await run('webhooks retry --failed --since 1h');
  await run('webhooks deliver --verbose');
  await run('doctor --verbose');

  const sent = new Set(receiver.requests.map(({ headers }) => headers.authorization));
  expect([...sent]).toEqual([`Basic ${BASIC}`]);
  const tables = ['outbox_records', 'events', 'deliveries', 'attempts', 'endpoint_state'];
  const rows = tables.map((name) => project.database.query(`select t::text as row from confiture.${name} t`));
  const everything = `${printed.join('\n')}\n${JSON.stringify(await Promise.all(rows))}`;
  expect(everything).toContain('HTTP 404');
  const secrets = [USER, PASSWORD, encodeURIComponent(PASSWORD), BASIC, 'p@ss'];
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
});
