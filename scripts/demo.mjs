// `npm run demo`: a small shop's migrations on the embedded database, their events at a local receiver, and then a
// migration that fails. Exit 0 only where every expected event arrived and its signature held.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkEvents, expectedEvents } from './demo/expected-events.mjs';
import { startListener } from './demo/listener.mjs';
import { print, printEvents, printTitle } from './demo/print.mjs';
import { runConfiture } from './demo/run-confiture.mjs';

const EXAMPLES = path.resolve('examples/demo');
const SECRET = 'invented-secret-of-the-demo';

const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-demo-'));
const migrations = path.join(folder, 'db/migrations');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const faults = await demo();
for (const fault of faults) print(`Not as expected: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function demo() {
  const listener = await startListener({ folder, secret: SECRET });
  const env = { CONFITURE_WEBHOOK_URL: listener.url, CONFITURE_WEBHOOK_SECRET: SECRET };
  const expected = [];
  const migrate = async ({ from, exitCode, type }) => {
    cpSync(path.join(EXAMPLES, from), migrations, { recursive: true });
    const due = expectedEvents(path.join(EXAMPLES, from), type);
    const seen = expected.length;
    expected.push(...due);
    const ended = await runConfiture(['migrate', 'up'], { folder, env });
    const events = (await listener.waitFor(expected.length)).slice(seen);
    printEvents(events);
    const problems = checkEvents(events, due);
    return ended === exitCode
      ? problems
      : [`migrate up ended with exit ${ended}, not ${exitCode}`, ...problems];
  };

  try {
    printTitle('1. A receiver listens, and twelve migrations run on the embedded database');
    print(`$ confiture webhooks listen --port 0        (at ${listener.url})`);
    print(`$ CONFITURE_WEBHOOK_URL=${listener.url} confiture migrate up\n`);
    const first = await migrate({ from: 'migrations', exitCode: 0, type: 'migration_success' });

    printTitle('2. The thirteenth migration fails');
    print('$ confiture migrate up\n');
    const second = await migrate({ from: 'failing', exitCode: 1, type: 'migration_error' });

    const problems = [...first, ...second];
    if (problems.length === 0) {
      printTitle(`All ${expected.length} events were received, and every signature was verified`);
      print('The failure above is part of the demo. Next: "Use it in a project" in README.md.');
    }
    return problems;
  } finally {
    await listener.stop();
  }
}
