// The kill sweep of the outbox at full size: `node scripts/sweep-outbox.mjs [kills] [seed]`, after `npm run build`.
import { spawnSync } from 'node:child_process';

const [kills = '2000', seed = '5'] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'server', 'test/faults/outbox-kill-sweep.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, CONFITURE_SWEEP_KILLS: kills, CONFITURE_SWEEP_SEED: seed },
  },
);
process.exitCode = status ?? 1;
