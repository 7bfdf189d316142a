import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_START_MS = 300_000;
const MOST_LOOKS = 600;
const BETWEEN_LOOKS_MS = 500;

/** The demo of `serve` as a process of its own, and its API in the name of the token that signs in. */
export async function startDemo() {
  const child = spawn(process.execPath, ['scripts/demo-serve.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  const timer = setTimeout(stop, LONGEST_START_MS);
  const signInUrl = await Promise.race([linkIn(child.stdout), ended]);
  clearTimeout(timer);
  if (typeof signInUrl !== 'string') throw new Error('the demo did not start');
  const [url, token] = signInUrl.split('/#token=');
  const ask = (path, body) => askApi(url + path, token, body);
  const until = async (path, isSo) => {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const answer = await ask(path);
      if (isSo(answer)) return answer;
      await pause(BETWEEN_LOOKS_MS);
    }
    throw new Error(`${path} did not become what was awaited`);
  };
  return { url, token, ask, until, stop };
}

function linkIn(stream) {
  let text = '';
  return new Promise((resolve) =>
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const [link] = /http:\S+#token=\S+/.exec(text) ?? [];
      if (link !== undefined && text.endsWith('\n')) resolve(link);
    }),
  );
}

async function askApi(url, token, body) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
}
