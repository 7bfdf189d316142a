// `npm run bench [-- --rounds N]`: prints a table of all figures. One machine, one run; only ratios travel.
import os from 'node:os';
import { benchDeliveries } from './deliveries.mjs';
import { benchEvents } from './events.mjs';
import { benchRunner } from './runner.mjs';
import { benchWebhooks } from './webhooks.mjs';

const flag = process.argv.indexOf('--rounds');
const rounds = flag === -1 ? 3 : Number(process.argv[flag + 1]);

print(`Medians of ${rounds} rounds, Node ${process.version}, ${os.availableParallelism()} cores`);
for (const part of [benchRunner, benchWebhooks, benchDeliveries, benchEvents]) {
  for (const [what, figure, ratio = ''] of await part({ rounds })) {
    print(`${what.padEnd(52)}${figure.padStart(12)}   ${ratio}`);
  }
}

function print(line) {
  process.stdout.write(`${line.trimEnd()}\n`);
}
