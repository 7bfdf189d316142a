import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment, variableOf, variableOrigin } from '../../src/config/environment.js';
import { failureOf } from './failure.js';
import { projectFolder } from './project-folder.js';

describe('readEnvironment', () => {
  it('takes variables from .env and says so', async () => {
    const cwd = await projectFolder({ '.env': 'API_KEY="quoted value"\n# note\nexport OTHER=1\n' });
    const view = readEnvironment({ cwd, env: {} });
    expect(view.variables).toEqual({ API_KEY: 'quoted value', OTHER: '1' });
    expect(variableOrigin(view, 'API_KEY')).toEqual({ path: 'API_KEY', source: '.env' });
  });

  it('lets a variable of the process win', async () => {
    const cwd = await projectFolder({ '.env': 'A=file\n' });
    const view = readEnvironment({ cwd, env: { A: 'process' } });
    expect(view.variables.A).toBe('process');
    expect(variableOrigin(view, 'A').source).toBe('environment');
  });

  it('lets an empty variable of the process switch a line of .env off', async () => {
    const cwd = await projectFolder({ '.env': 'A=file\n' });
    expect(variableOf(readEnvironment({ cwd, env: { A: '' } }), 'A')).toBeUndefined();
  });

  it('does not change the process', async () => {
    const cwd = await projectFolder({ '.env': 'CONFITURE_TEST_ONLY=1\n' });
    readEnvironment({ cwd, env: process.env });
    expect(process.env).not.toHaveProperty('CONFITURE_TEST_ONLY');
  });

  it('works without a .env', async () => {
    const view = readEnvironment({ cwd: await projectFolder(), env: { A: '1', B: undefined } });
    expect(view.variables).toEqual({ A: '1' });
  });

  it('reads a .env that begins with a byte order mark', async () => {
    const cwd = await projectFolder({ '.env': '\uFEFFA=1\n' });
    expect(readEnvironment({ cwd, env: {} }).variables.A).toBe('1');
  });

  it('names a .env that cannot be read', async () => {
    const cwd = await projectFolder();
    await mkdir(join(cwd, '.env'));
    const error = await failureOf(() => readEnvironment({ cwd, env: {} }));
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 5, location: { file: '.env' } });
    expect(error.message).toContain('EISDIR');
  });

  it('finds no variable in the prototype of an object', async () => {
    const view = readEnvironment({ cwd: await projectFolder(), env: {} });
    expect(variableOf(view, 'constructor')).toBeUndefined();
  });
});
