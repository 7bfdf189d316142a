// `npm run picture`: runs the demo's migrations beside a receiver and draws what both terminals show, once for light
// pages and once for dark ones, into docs/images/.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startConfiture } from './demo/run-confiture.mjs';
import { drawTerminals } from './picture/draw-terminals.mjs';

const EXAMPLES = path.resolve('examples/demo');
const IMAGES = 'docs/images';
const DESCRIPTION =
  'confiture migrate up applies four migrations, a fifth fails, and a receiver gets the signed event of the failure';
const ENVIRONMENT = {
  CONFITURE_WEBHOOK_SECRET: 'invented-secret-of-the-demo',
  FORCE_COLOR: '1',
  LANG: 'C.UTF-8',
};
/** Lines of the receiver's terminal: the event of the failure, as far as its window reaches back. */
const RECEIVER_LINES = 15;

const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-picture-'));
const migrations = path.join(folder, 'db/migrations');
try {
  const terminals = await record();
  mkdirSync(IMAGES, { recursive: true });
  for (const theme of ['light', 'dark'])
    writeFileSync(
      `${IMAGES}/run-${theme}.svg`,
      drawTerminals(terminals, { theme, description: DESCRIPTION }),
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the terminals of a run and of its receiver show, escape sequences included. */
async function record() {
  addMigrations('migrations', (file) => file < '009');
  await start(['migrate', 'up', '--quiet']).ended;

  const receiver = start(['webhooks', 'listen', '--port', '0']);
  const [, url] = await receiver.says(/Listening at (\S+)/);
  addMigrations('migrations');
  addMigrations('failing');
  const run = await start(['migrate', 'up'], { CONFITURE_WEBHOOK_URL: url }).ended;
  await receiver.says(/migration_error.*\n {4}\S*\}/s);
  receiver.stop();
  const received = linesOf(await receiver.ended);
  return [
    { title: 'deploy', lines: ['$ confiture migrate up', ...linesOf(run)] },
    { title: 'receiver: confiture webhooks listen', lines: received.slice(-RECEIVER_LINES) },
  ];
}

function addMigrations(from, isWanted = () => true) {
  const source = path.join(EXAMPLES, from);
  for (const file of readdirSync(source).filter(isWanted))
    cpSync(path.join(source, file), path.join(migrations, file));
}

/** Starts a command, whose two streams are one text in the order in which they were written. */
function start(args, env = {}) {
  const child = startConfiture(args, {
    folder,
    env: { ...ENVIRONMENT, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let text = '';
  const ended = new Promise((resolve) => child.once('close', () => resolve(text)));
  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const check = () => pattern.test(text) && resolve(pattern.exec(text));
      for (const stream of [child.stdout, child.stderr]) stream.on('data', check);
      child.once('close', () =>
        reject(new Error(`${args.join(' ')} ended without saying ${pattern}:\n${text}`)),
      );
      check();
    });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  return { ended, says, stop: () => child.kill() };
}

function linesOf(text) {
  return text.trimEnd().split('\n');
}
