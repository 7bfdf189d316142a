import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startTestServer, TEST_TOKEN } from '../../support/server/start-test-server.js';

const run = promisify(execFile);

/** What a user writes against the generated client; it has to compile. */
const PROGRAM = `
import * as api from './client.js';

export async function program(baseUrl: string, token: string): Promise<unknown> {
  api.defaults.baseUrl = baseUrl;
  api.defaults.headers = { authorization: 'Bearer ' + token };
  const { data: health } = await api.getHealth();
  const made = await api.createToken({ name: 'from-a-client', scopes: ['read'] });
  const { data: tokens } = await api.listTokens();
  const { data: refused } = await api.getRun('run_nothing');
  return {
    status: health.status,
    made: made.status,
    names: 'code' in tokens ? [] : tokens.data.map(({ name }) => name),
    code: 'code' in refused ? refused.code : null,
  };
}
`;

it('describes itself so that a client made by a public generator compiles and works', async () => {
  const { url, api } = await startTestServer();
  const { body: document } = await api.get('/v1/openapi.json');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-client-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const at = (file: string) => path.join(folder, file);
  await symlink(path.resolve('node_modules'), at('node_modules'), 'junction');
  await writeFile(at('openapi.json'), JSON.stringify(document));
  await writeFile(at('package.json'), '{"type": "module"}');
  await writeFile(at('program.ts'), PROGRAM);
  await run(process.execPath, ['node_modules/oazapfts/dist/cli.js', at('openapi.json'), at('client.ts')]);
  await run(process.execPath, [
    'node_modules/typescript/bin/tsc',
    ...['--ignoreConfig', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'],
    at('program.ts'),
  ]).catch(({ stdout }) => expect(stdout).toBe(''));
  const { program } = await import(pathToFileURL(at('program.js')).href);
  expect(await program(url, TEST_TOKEN)).toEqual({
    status: 'ok',
    made: 201,
    names: ['from-a-client'],
    code: 'RUN_UNKNOWN',
  });
});
