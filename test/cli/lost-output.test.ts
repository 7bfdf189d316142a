import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { withLostOutput } from '../../src/cli/lost-output.js';
import { outputFor } from '../../src/output/terminal/streams.js';

/** The exit code and stderr of a command that ended with `exitCode`, where writing to stdout fails with `code`. */
async function lost(command: string, exitCode: number, code: string) {
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
  const said: string[] = [];
  const stderr = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      said.push(chunk);
      done();
    },
  });
  const output = outputFor({ stdout, stderr, env: {}, format: 'json', verbosity: 'normal', command });
  output.stdout.line('{}');
  return { exitCode: await withLostOutput(exitCode, output), stderr: said.join('') };
}

it.each([
  ['migrate plan', 0, 5],
  ['certificate export', 0, 5],
  ['migrate status', 1, 1],
  ['migrate up', 0, 0],
  ['migrate up', 1, 1],
] as const)(
  '%s that ended with %i ends with %i where a full disk has lost its output, and says so',
  async (command, before, after) => {
    expect(await lost(command, before, 'ENOSPC')).toEqual({
      exitCode: after,
      stderr: expect.stringMatching(/^(Error|Warning): stdout cannot be written \(ENOSPC\).*\nNext: /),
    });
  },
);

it('takes a reader that closed the pipe for one that has read enough', async () => {
  expect(await lost('migrate plan', 0, 'EPIPE')).toEqual({ exitCode: 0, stderr: '' });
});
