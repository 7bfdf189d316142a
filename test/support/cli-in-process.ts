import path from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'vitest';
import { openBuiltInHooks } from '../../hooks/built-in.js';
import { runProgram } from '../../src/cli/program.js';
import { asksForJson, bareEnvironment, type CliOptions, type CliResult } from './cli.js';
import { documentFaults } from './json-documents.js';

const VERSION = '0.0.0-test';

/**
 * Runs a command line in the process of the test, at a tenth of what a process costs: for what a command prints, stores
 * and sends. Signals, streams, the start of the program and files of the user's code are for `runCli`. What it prints as
 * JSON must be what `confiture schema` says.
 */
export async function runInProcess(
  args: readonly string[],
  { cwd, env = {} }: Pick<CliOptions, 'cwd' | 'env'>,
): Promise<CliResult> {
  const [stdout, stderr] = [capture(), capture()];
  const exitCode = await runProgram(args, {
    env: { ...bareEnvironment(), ...env },
    cwd,
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: process.stdin,
    version: VERSION,
    selfEntry: path.resolve('dist/src/index.js'),
    signal: new AbortController().signal,
    crash: new AbortController().signal,
    builtInHooks: (settings, endpoints) => openBuiltInHooks(settings, endpoints, VERSION),
  });
  if (asksForJson(args)) expect(documentFaults(stdout.text())).toEqual([]);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function capture(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
