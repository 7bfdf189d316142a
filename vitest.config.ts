import { defineConfig } from 'vitest/config';

/** `unit` needs no services and takes seconds; `server` starts PostgreSQL once and spawns the built CLI. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/{conformance,e2e,faults}/**'],
        },
      },
      {
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
