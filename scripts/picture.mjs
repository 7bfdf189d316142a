// `npm run picture`: runs the demo's migrations and draws what the terminal shows, once for light pages and once for
// dark ones, into docs/images/.
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startListener } from './demo/listener.mjs';
import { startConfiture } from './demo/run-confiture.mjs';
import { drawTerminal } from './picture/draw-terminal.mjs';

const EXAMPLES = path.resolve('examples/demo');
const IMAGES = 'docs/images';
const SECRET = 'invented-secret-of-the-demo';
const FOLDERS = ['migrations', 'failing'];

const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-picture-'));
try {
  const screen = await record();
  mkdirSync(IMAGES, { recursive: true });
  for (const theme of ['light', 'dark'])
    writeFileSync(`${IMAGES}/run-${theme}.svg`, drawTerminal(screen, theme));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The lines of the terminal, with their colours, after both runs of the demo. */
async function record() {
  const listener = await startListener({ folder, secret: SECRET });
  const env = {
    CONFITURE_WEBHOOK_URL: listener.url,
    CONFITURE_WEBHOOK_SECRET: SECRET,
    FORCE_COLOR: '1',
    LANG: 'C.UTF-8',
  };
  let lines = [];
  try {
    for (const from of FOLDERS) {
      cpSync(path.join(EXAMPLES, from), path.join(folder, 'db/migrations'), { recursive: true });
      lines = [...lines, '$ confiture migrate up', ...(await shown(['migrate', 'up'], env)), ''];
    }
    return lines;
  } finally {
    await listener.stop();
  }
}

/** What a terminal would show of a command: both streams, in the order in which they were written. */
async function shown(args, env) {
  const file = path.join(folder, 'screen');
  const screen = openSync(file, 'w');
  const child = startConfiture(args, { folder, env, stdio: ['ignore', screen, screen] });
  await once(child, 'close');
  closeSync(screen);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
