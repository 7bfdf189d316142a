// `npm run bench [-- --rounds N]`: prints a table of all figures. One machine, one run; only ratios travel.
import { benchRunner } from './runner.mjs';

const flag = process.argv.indexOf('--rounds');
const rounds = flag === -1 ? 3 : Number(process.argv[flag + 1]);

for (const [what, figure, ratio = ''] of await benchRunner({ rounds })) {
  process.stdout.write(`${what.padEnd(52)}${figure.padStart(12)}   ${ratio}\n`);
}
