import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { embeddedEngine } from './test/support/embedded-engine-plugin.js';

/** Most tests wait for processes they have started, so one worker less than there are cores leaves cores idle. */
const maxWorkers = Math.max(2, availableParallelism());

/**
 * `unit` needs no services and takes seconds; `server` starts PostgreSQL once and spawns the built CLI.
 * Time-outs are for what hangs: a loaded machine is no failure.
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
      {
        plugins: [embeddedEngine()],
        test: {
          name: 'server',
          include: ['test/{conformance,e2e,faults}/**/*.test.ts'],
          globalSetup: ['test/support/postgres-server.ts'],
          maxWorkers,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
