import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.js';

it('a command that asks nothing leaves stdin unopened', async () => {
  let opened = 0;
  const signal = new AbortController().signal;
  const exitCode = await runProgram(['schema', 'no such document'], {
    env: {},
    cwd: '/',
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    get stdin() {
      opened += 1;
      return process.stdin;
    },
    version: '0.0.0-test',
    selfEntry: '/nowhere.js',
    signal,
    crash: signal,
    builtInHooks: () => Promise.reject(new Error('no hooks are asked for')),
  });
  expect([exitCode, opened]).toEqual([5, 0]);
});
