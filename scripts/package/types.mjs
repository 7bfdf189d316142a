import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, run } from '../npm.mjs';

const TYPESCRIPT = '5.9';

/** Read as an ES module and as CommonJS. */
const FILES = ['use.mts', 'use.cts'];

/** As a user's TypeScript would ask for them. */
const RESOLUTIONS = [
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

/** Compiles only where the declarations are there and say what they should; each `@ts-expect-error` must find one. */
const USE = `import { type ConfitureConfig, createMigrator, defineConfig, defineHook, fixedEndpoints, MigrationError, type Migrator, registerHook } from 'confiture';
import { type ConfitureEvent, verify } from 'confiture/receiver';
import { createWebhooksHook, type WebhooksHook } from 'confiture/webhooks';
import type { Knex } from 'knex';
import pg from 'pg';

export const config: ConfitureConfig = defineConfig({
  migrationsDir: 'db/migrations',
  webhooks: { endpoints: { audit: { url: 'https://audit.example.com/', events: ['migration.*'] } } },
});
// @ts-expect-error: no such key
export const misspelt = defineConfig({ migrationDir: 'db/migrations' });

export const hook = defineHook({
  name: 'audit',
  on: ['post_execute', 'on_error'],
  run(context) {
    const name: string = context.migrationName;
    if (context.phase === 'on_error') void (context.error.message satisfies string);
    // @ts-expect-error: there is no connection URL in the context
    void [name, context.databaseUrl];
  },
});
// @ts-expect-error: no such phase
export const wrong = defineHook({ name: 'audit', on: ['post_excute'], run() {} });

export const takeBack: () => void = registerHook('before_execute', ({ migrationVersion }) => void migrationVersion);

export async function upgrade(db: Knex, signal: AbortSignal): Promise<number> {
  const migrator: Migrator = createMigrator({ knex: db, signal, hooks: [hook] });
  const { fault } = await migrator.status();
  if (fault !== null) return fault.exitCode;
  try {
    return (await migrator.up({ target: '005' })).applied.length;
  } catch (error) {
    if (!MigrationError.is(error)) throw error;
    return 'applied' in error.result ? error.result.applied.length : error.result.rolledBack.length;
  }
}
export const lent = [createMigrator({ connection: new pg.Client() }), createMigrator({ connection: new pg.Pool() })];
// @ts-expect-error: no such option
export const mistyped = createMigrator({ migrationDir: 'db/migrations' });

export const webhooks: WebhooksHook = createWebhooksHook({ endpoints: fixedEndpoints([]), version: '1.0.0', variables: {} });

export function receive(headers: Headers, body: string, event: ConfitureEvent): string {
  const result = verify(headers, body, 'invented-secret-of-the-check');
  if (!result.ok) return result.reason;
  return event.type === 'migration.failed' ? event.data.error.message : event.id;
}
`;

/** Compiles a file that uses every entry, with strict rules and with the declarations themselves checked. */
export function checkTypes({ tarball, home }, counts) {
  const project = path.join(home, 'types');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{"private": true, "type": "module"}');
  for (const file of FILES) writeFileSync(path.join(project, file), USE);
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const packages = [
    tarball,
    `typescript@${TYPESCRIPT}`,
    ...['@types/node', '@types/pg'].map((name) => `${name}@${devDependencies[name]}`),
  ];
  const { status, output } = npm(['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], {
    cwd: project,
  });
  if (!counts.check('types: TypeScript is installed', status === 0, output)) return;

  const compilers = {
    [`TypeScript ${TYPESCRIPT}`]: path.join(project, 'node_modules/typescript/bin/tsc'),
    'TypeScript of this repository': path.resolve('node_modules/typescript/bin/tsc'),
  };
  for (const [name, tsc] of Object.entries(compilers)) {
    for (const resolution of RESOLUTIONS) {
      writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(settings(resolution)));
      const compiled = run(process.execPath, [tsc, '-p', project], { cwd: project, env: process.env });
      const title = `types: ${name}, moduleResolution ${resolution.moduleResolution}`;
      counts.check(title, compiled.status === 0, compiled.stdout + compiled.stderr);
    }
  }
}

function settings(resolution) {
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const compilerOptions = {
    ...resolution,
    ...strict,
    target: 'es2022',
    types: ['node'],
    skipLibCheck: false,
    noEmit: true,
  };
  return { compilerOptions, files: FILES };
}
