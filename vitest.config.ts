import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { embeddedEngine } from './test/support/embedded/engine-plugin.js';

/** Most tests wait for processes, locks and time-outs, so one worker more than there are cores keeps these busy. */
const maxWorkers = availableParallelism() + 1;

/**
 * `npm test` leaves these to `npm run test:sweeps` and CI: hundreds of cases or kills, races of many processes, and what
 * opens the embedded database again and again, half a minute or more each; and what needs a browser.
 */
const SWEEPS = [
  'test/e2e/database/embedded-signals.test.ts',
  'test/e2e/database/embedded.test.ts',
  'test/e2e/database/outbox-embedded.test.ts',
  'test/e2e/failures/failures.test.ts',
  'test/e2e/leaks/leaks.test.ts',
  'test/e2e/project/demo-serve.test.ts',
  'test/e2e/redaction/lifecycle.test.ts',
  'test/e2e/redaction/redaction.test.ts',
  'test/e2e/serve/browser/**/*.test.ts',
  'test/e2e/serve/many-processes.test.ts',
  'test/e2e/traps/traps-embedded.test.ts',
  'test/faults/batches/backfill-events.test.ts',
  'test/faults/batches/batch-kill-sweep.test.ts',
  'test/faults/batches/pause-in-batch.test.ts',
  'test/faults/log/bulk-flood.test.ts',
  'test/faults/outbox/hostile.test.ts',
  'test/faults/outbox/server-restart.test.ts',
  'test/faults/outbox/workers.test.ts',
  'test/faults/runner/cut-sweep.test.ts',
  'test/faults/runner/embedded-kill.test.ts',
  'test/faults/runner/kill-sweep.test.ts',
  'test/faults/runner/link-sweep.test.ts',
  'test/faults/runner/lost-answer.test.ts',
  'test/faults/runner/race.test.ts',
  'test/faults/runner/server-crash.test.ts',
  'test/faults/runner/validation-size.test.ts',
  'test/faults/steering/steering-matrix.test.ts',
  'test/faults/storage/rekey.test.ts',
  'test/faults/storage/stream-load.test.ts',
];

/**
 * `unit` needs no services and takes seconds; `server` starts PostgreSQL once and spawns the built CLI, and so does
 * `sweep`. Time-outs are for what hangs: a loaded machine is no failure.
 */
export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        plugins: [embeddedEngine()],
        test: {
          name: 'unit',
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{conformance,e2e,faults}/**'],
        },
      },
      serverProject('server', ['test/{conformance,e2e,faults}/**/*.test.ts'], SWEEPS),
      serverProject('sweep', SWEEPS),
    ],
  },
});

/** Tests that share one PostgreSQL server, which the project starts and stops. */
function serverProject(name: string, include: string[], exclude: string[] = []) {
  return {
    plugins: [embeddedEngine()],
    test: {
      name,
      include,
      exclude,
      globalSetup: ['test/support/postgres-server.ts'],
      maxWorkers,
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  };
}
