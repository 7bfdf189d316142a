import { defineConfig } from 'vitest/config';
import { embeddedEngine } from './test/support/embedded-engine-plugin.js';

/** `unit` needs no services and takes seconds; `server` starts PostgreSQL once and spawns the built CLI. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [embeddedEngine()],
        test: {
          name: 'unit',
          testTimeout: 30_000,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
