import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const document = readFileSync('docs/receivers.md', 'utf8');

/** The programs of `docs/receivers.md` by the name in their `file=`. */
export const recipes: ReadonlyMap<string, string> = new Map(
  [...document.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', code = '']) => [
    name,
    code,
  ]),
);

/** The blocks without a name: parts of programs. */
export const snippets: readonly string[] = [...document.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
  ([, code = '']) => code,
);

/** True where the program is on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface RunningReceiver {
  readonly url: string;
  /** Lines on stdout since the start. */
  readonly printed: readonly string[];
  stop(): Promise<void>;
}

/** Starts a receiver that prints `listening on PORT`; rejects with its stderr where it ends before. */
export async function startReceiver(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningReceiver> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env: { PATH: process.env.PATH ?? '', PORT: '0', ...env } });
  const closed = once(child, 'close');
  const printed: string[] = [];
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      printed.push(line);
      const found = /^listening on (\d+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${program} ended: ${complaints}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    printed,
    stop: async () => {
      child.kill();
      await closed;
    },
  };
}
