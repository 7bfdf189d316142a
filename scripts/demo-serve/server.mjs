import { createInterface } from 'node:readline';
import { startConfiture } from '../demo/run-confiture.mjs';

const LONGEST_END_MS = 40_000;
const KEPT_LINES = 20;

/** `confiture serve` on a free port; requests to it carry `token`. */
export async function startServer({ project, token }) {
  const child = startConfiture(['serve', '--port', '0', '--format', 'json'], {
    folder: project.folder,
    env: project.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill();
    const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_END_MS);
    await ended;
    clearTimeout(timer);
  };
  const firstRequest = new Promise((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      if (log.length > KEPT_LINES) log.shift();
      if (/"path":"\/v1\/.*"status":200/.test(line)) resolve();
    });
  });
  const firstLine = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const line = await Promise.race([firstLine, ended]);
  if (typeof line !== 'string') throw new Error(`\`serve\` did not start\n${log.join('\n')}`);
  const { url } = JSON.parse(line);
  const signInUrl = `${url}/#token=${token}`;
  return { signInUrl, firstRequest, ended, stop, ask: (path, body) => ask(url + path, token, body) };
}

async function ask(url, token, body) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${answer.detail}`);
  return answer;
}
