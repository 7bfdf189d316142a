import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { documentFaults } from '../../support/json-documents.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { createMigratedProject } from '../migrated-project.js';

const ANY_PORT = ['serve', '--port', '0'];
const ask = async (url: string, token?: string) => {
  const response = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('serves on loopback with a token of its own, sends what is due, and stops when it is told to', async () => {
  const recorder = await startRecorder();
  const project = await createMigratedProject();
  const env = { CONFITURE_DATABASE_URL: project.database.url, CONFITURE_WEBHOOK_URL: recorder.url };
  expect((await project.run(['migrate', 'up', '--drain-timeout', '0'], env)).exitCode).toBe(0);
  const server = startCli([...ANY_PORT, '--format', 'json'], { cwd: project.dir, env });
  const [line = ''] = (await server.waitFor('sign_in_url')).split('\n');
  const {
    url,
    sign_in_url: link,
    worker,
  } = JSON.parse(line) as { url: string; sign_in_url: string; worker: boolean };
  const [page, token = ''] = link.split('#token=');
  expect([page, worker]).toEqual([`${url}/`, true]);
  expect(await ask(`${url}/v1/session`, token)).toMatchObject({ status: 200, body: { name: 'process' } });
  expect(await ask(`${url}/v1/session`)).toMatchObject({ status: 401 });
  expect((await ask(`${url}/readyz`)).status).toBe(200);
  await recorder.waitFor(1);
  const made = await project.run(['serve', 'token', 'create', 'bot', '--format', 'json'], env);
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  expect((await ask(`${url}/v1/session`, secret)).status).toBe(200);
  expect((await project.run(['serve', 'token', 'revoke', 'bot'], env)).exitCode).toBe(0);
  expect((await ask(`${url}/v1/session?token=${secret}`, secret)).status).toBe(401);
  const text = await project.run(
    ['serve', 'token', 'create', 'ann', '--scope', 'read', 'approve', '--expires-in', '0'],
    env,
  );
  expect(text.stdout).toMatch(/^sk_live_\w{43}\nann \(tok_\w+\), read, approve, never expires\. /m);
  const listed = await project.run(['serve', 'token', 'list'], env);
  expect(listed.stdout).toMatch(/ann +active +read, approve .*never\n.*bot +revoked /);
  const { exitCode, stdout, stderr } = await server.stop();
  expect([exitCode, documentFaults(stdout)]).toEqual([0, []]);
  const log = stderr.split('\n').filter((each) => each.startsWith('{'));
  const requests = log.map((each) => JSON.parse(each) as Record<string, unknown>);
  expect(requests).toContainEqual(
    expect.objectContaining({
      message: 'request',
      path: '/v1/session',
      status: 200,
      token: 'process',
      level: 'info',
    }),
  );
  expect(requests.at(-1)).toMatchObject({ message: 'stopping' });
  for (const hidden of [token, secret, recorder.url]) expect(stderr).not.toContain(hidden);
});

it('starts on another address with a token only, and says what keeps it from starting', async () => {
  const database = await createDatabase();
  const project = await createProject();
  const env = { CONFITURE_DATABASE_URL: database.url };
  const open = await project.run([...ANY_PORT, '--host', '0.0.0.0'], env);
  expect([open.exitCode, open.stderr]).toEqual([5, expect.stringContaining('serve token create')]);
  const weak = await project.run(ANY_PORT, { ...env, CONFITURE_API_TOKEN: 'secret' });
  expect([weak.exitCode, weak.stderr]).toEqual([5, expect.stringContaining('at least 32 characters')]);
  const embedded = await project.run(ANY_PORT);
  expect([embedded.exitCode, embedded.stderr]).toEqual([
    5,
    expect.stringContaining('needs a database server'),
  ]);
  const unknown = await project.run(ANY_PORT, { CONFITURE_DATABASE_URL: `${database.url}_unknown` });
  expect(unknown.exitCode).toBe(3);

  const token = 'invented-token-of-the-environment-0123456789';
  const server = startCli([...ANY_PORT, '--host', '0.0.0.0', '--no-worker'], {
    cwd: project.dir,
    env: { ...env, CONFITURE_API_TOKEN: token },
  });
  const stdout = await server.waitFor('Serving, at');
  expect(stdout).not.toContain('Sign in');
  const port = /0\.0\.0\.0:(\d+)/.exec(stdout)?.[1] ?? '';
  expect(await ask(`http://127.0.0.1:${port}/v1/session`, token)).toMatchObject({
    status: 200,
    body: { name: 'environment' },
  });
  const second = await project.run(['serve', '--port', port], env);
  expect([second.exitCode, second.stderr]).toEqual([5, expect.stringContaining(`port ${port}`)]);
  expect((await server.stop('SIGINT')).exitCode).toBe(0);
});

it('waits for a database that does not answer, and can be stopped meanwhile', async () => {
  const project = await createProject();
  const server = startCli([...ANY_PORT], {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: 'postgres://app@127.0.0.1:9/app' },
  });
  await server.waitFor('listening');
  await server.waitFor('trying again');
  const { exitCode, stdout, stderr } = await server.stop();
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('Serving')]);
  expect(stderr).toContain('CONNECT_UNREACHABLE');
});
