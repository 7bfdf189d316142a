// `npm run bench [-- --rounds N --part NAME]`: prints a table of all figures, or of one part. One machine, one run; only
// ratios travel. The things compared run in turn; `±` is half of the distance between the quartiles.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { benchDeliveries } from './deliveries.mjs';
import { benchEvents } from './events.mjs';
import { benchLog } from './log.mjs';
import { benchPage } from './page.mjs';
import { benchRunner } from './runner.mjs';
import { benchStream } from './stream.mjs';
import { benchWebhooks } from './webhooks.mjs';

const PARTS = {
  runner: benchRunner,
  webhooks: benchWebhooks,
  deliveries: benchDeliveries,
  events: benchEvents,
  log: benchLog,
  stream: benchStream,
  page: benchPage,
};

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, part: { type: 'string', multiple: true } },
});
const rounds = Number(values.rounds);
const { part: parts = Object.keys(PARTS) } = values;

print(`Medians, Node ${process.version}, ${os.availableParallelism()} cores`);
for (const part of parts) {
  for (const [what, figure, ratio = ''] of await PARTS[part]({ rounds })) {
    print(`${what.padEnd(52)}${figure.padStart(18)}   ${ratio}`);
  }
}

function print(line) {
  process.stdout.write(`${line.trimEnd()}\n`);
}
