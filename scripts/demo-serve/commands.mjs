import { randomBytes } from 'node:crypto';
import { startConfiture } from '../demo/run-confiture.mjs';

const LONGEST_MS = 120_000;

/** Runs the built CLI in the project, in the name of a person whose CI job it is. */
export function makeCommands({ project, signal }) {
  const start = (person, args) => {
    const child = startConfiture([...args, '--format', 'json'], {
      folder: project.folder,
      env: { ...project.env, ...jobOf(person) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    });
    const stop = () => child.kill();
    signal.addEventListener('abort', stop, { once: true });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text;
      });
    const ended = new Promise((resolve, reject) =>
      child.once('error', reject).once('close', (exitCode) => {
        signal.removeEventListener('abort', stop);
        resolve({ exitCode, ...output });
      }),
    );
    return { ended, kill: () => child.kill('SIGKILL') };
  };
  /** Gives the command's document; anything but the expected exit code ends the demo. */
  const run = async (person, args, expectedCode = 0) => {
    signal.throwIfAborted();
    const { exitCode, stdout, stderr } = await start(person, args).ended;
    signal.throwIfAborted();
    if (exitCode !== expectedCode)
      throw new Error(
        `confiture ${args.join(' ')} ended with ${exitCode}, not ${expectedCode}\n${stdout}${stderr}`,
      );
    return stdout === '' ? null : JSON.parse(stdout);
  };
  return { start, run };
}

function jobOf(person) {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: person,
    GITHUB_SHA: randomBytes(20).toString('hex'),
    GITHUB_SERVER_URL: 'https://git.example.com',
    GITHUB_REPOSITORY: 'shop/database',
    GITHUB_RUN_ID: String(4000 + randomBytes(2).readUInt16BE()),
  };
}
