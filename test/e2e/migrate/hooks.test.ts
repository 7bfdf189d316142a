import { expect, inject, it } from 'vitest';
import { startProxy } from '../../support/proxy.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { ledgerOf, tablesOf } from '../tables.js';

function projectWithHook(hook: string, file = 'db/hooks/audit.ts'): Promise<MigratedProject> {
  return createMigratedProject({ files: { [file]: hook }, config: { hooks: [`./${file}`] } });
}

const defined = (on: string, run: string) =>
  `import { defineHook } from 'confiture';
export default defineHook({ name: 'audit', on: ['${on}'], run(context: { migrationVersion: string }) { ${run} } });
`;

it.each([
  ['text', []],
  ['json', ['--format', 'json']],
] as const)('a typo in a phase ends the command before it connects (%s)', async (format, flags) => {
  const project = await projectWithHook(defined('post_exectue', ''));
  const proxy = await startProxy(inject('postgresUrl'));
  const url = `${proxy.url}/${project.database.name}`;
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', ...flags], {
    CONFITURE_DATABASE_URL: url,
  });
  expect(exitCode).toBe(5);
  expect(proxy.connections()).toBe(0);
  const words = /db\/hooks\/audit\.ts.*unknown phase 'post_exectue'; did you mean 'post_execute'\?/;
  if (format === 'text') expect(stderr).toMatch(words);
  else {
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'HOOK_INVALID', message: expect.stringMatching(words), exit_code: 5 },
    });
  }
});

it('the proxy of that test sees a connection where the phase is right', async () => {
  const project = await projectWithHook(defined('post_execute', ''));
  const proxy = await startProxy(inject('postgresUrl'));
  const url = `${proxy.url}/${project.database.name}`;
  const { exitCode, stderr } = await project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: url });
  expect(exitCode, stderr).toBe(0);
  expect(proxy.connections()).toBeGreaterThan(0);
});

it('an observer that throws is reported and changes nothing', async () => {
  const project = await projectWithHook(defined('post_execute', "throw new Error('the audit log is full');"));
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', '--format', 'json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, applied: [{}, {}, {}], errors: [] });
  expect(stderr).toMatch(/Warning: hook audit failed in post_execute: .*the audit log is full/);
  expect(await ledgerOf(project.database)).toEqual(['001', '002', '003']);
});

it('an observer that throws in on_error does not hide the failure', async () => {
  const project = await projectWithHook(defined('on_error', "throw new Error('the pager is off');"));
  await project.migration('002_second', 'select 1 / 0;');
  const { exitCode, stderr } = await project.run(['migrate', 'up']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('the pager is off');
  expect(stderr).toContain('002_second failed: division by zero');
});

it('a gate that throws stops its migration with nothing of it applied, and keeps those before', async () => {
  const project = await projectWithHook(
    defined('pre_execute', "if (context.migrationVersion === '002') throw new Error('not on a Friday');"),
  );
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Hook 'audit' vetoed 002_second at pre_execute: .*not on a Friday/);
  expect(stderr).toContain('The migration was not applied.');
  expect(stdout).not.toContain('Mend its file');
  expect(await tablesOf(project.database)).toEqual(['first']);
  expect(await ledgerOf(project.database)).toEqual(['001']);

  const { document } = await project.json('migrate', 'up');
  expect(document).toMatchObject({
    success: false,
    pending: [{ name: '002_second' }, { name: '003_third' }],
    errors: [{ code: 'MIGRATION_VETOED', migration: '002_second', exit_code: 1 }],
  });
});

it.each([
  ['up', 'pre_run', []],
  ['down', 'pre_rollback', ['001', '002', '003']],
] as const)('a gate that throws at %s stops it in %s', async (command, phase, left) => {
  const project = await projectWithHook(defined(phase, "throw new Error('not now');"));
  if (command === 'down') await project.ok('migrate', 'baseline', '--target', '003');
  const { exitCode, stderr } = await project.run(['migrate', command]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(new RegExp(`Hook 'audit' vetoed .* at ${phase}: .*not now`));
  expect(await ledgerOf(project.database)).toEqual(left);
  expect(await tablesOf(project.database)).toEqual([]);
});

it.each(['db/hooks/audit.ts', 'db/hooks/audit.mjs'])(
  'registerHook in %s is called, in a project that has not installed the package',
  async (file) => {
    const project = await projectWithHook(
      `import { appendFileSync } from 'node:fs';
import { registerHook } from 'confiture';
registerHook('post_execute', (context) => appendFileSync('seen.txt', context.migrationName + ' '));
registerHook('after_execute', (context) => appendFileSync('seen.txt', context.rowsAffected + '\\n'));
`,
      file,
    );
    await project.ok('migrate', 'up');
    expect(await project.read('seen.txt')).toBe('001_first 2\n002_second 2\n003_third 2\n');
  },
);

it('phases are called in order, with what they promise', async () => {
  const phases = ['pre_run', 'pre_execute', 'post_execute', 'on_error', 'post_run'];
  const project = await projectWithHook(
    `import { appendFileSync } from 'node:fs';
import { defineHook } from 'confiture';
export default defineHook({
  name: 'audit',
  on: ${JSON.stringify(phases)},
  run(context) {
    const { phase, migrationVersion = null, error = null, applied = null } = context as Record<string, any>;
    appendFileSync('seen.txt', JSON.stringify([phase, migrationVersion, error?.sqlstate ?? applied]) + '\\n');
  },
});
`,
  );
  await project.migration('002_second', 'select 1 / 0;');
  expect((await project.run(['migrate', 'up'])).exitCode).toBe(1);
  const seen = (await project.read('seen.txt')).trim().split('\n');
  expect(seen.map((line) => JSON.parse(line))).toEqual([
    ['pre_run', null, null],
    ['pre_execute', '001', null],
    ['post_execute', '001', null],
    ['pre_execute', '002', null],
    ['on_error', '002', '22012'],
    ['post_run', null, ['001_first']],
  ]);
});

it('hooks see no credential of the connection', async () => {
  const project = await projectWithHook(
    `import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { registerHook } from 'confiture';
for (const phase of ['pre_run', 'pre_execute', 'post_execute', 'post_run'] as const)
  registerHook(phase, (context) => appendFileSync('seen.txt', inspect(context, { depth: 20, showHidden: true })));
`,
  );
  await project.ok('migrate', 'up');
  const seen = await project.read('seen.txt');
  expect(seen).toContain('003_third');
  expect(seen).not.toContain(decodeURIComponent(new URL(project.database.url).password));
});

it('hooks list names the hooks, their phases and their files', async () => {
  const project = await projectWithHook(defined('post_execute', ''));
  const text = await project.ok('hooks', 'list');
  expect(text).toMatch(/audit.*post_execute/s);
  expect(text).toContain('db/hooks/audit.ts');
});

const GATE = `
import { defineHook, defineOutboxHook } from 'confiture';
const gate = defineHook({
  name: 'window',
  on: ['pre_execute', 'post_execute'],
  run({ phase, migrationVersion }) {
    if (phase === 'pre_execute') throw new Error(\`closed for \${migrationVersion} of postgres://app:invented-word@db/app\`);
  },
});
const tickets = defineOutboxHook({
  name: 'tickets',
  subscribes: ['migration.failed', 'migration.completed'],
  messages: (event) => (event.type === 'migration.failed' ? [{ title: 'failed' }] : []),
  async deliver() {
    throw new Error('nothing is delivered in a trial');
  },
});
export default [gate, tickets];
`;

it('hooks test calls one hook with invented facts, tells what it threw, and needs no database', async () => {
  const project = await projectWithHook(GATE);
  const nowhere = { CONFITURE_DATABASE_URL: 'postgres://app@127.0.0.1:9/app' };
  const test = (...args: string[]) => project.run(['hooks', 'test', ...args, '--format', 'json'], nowhere);

  const gate = await test('window');
  expect(gate.exitCode).toBe(1);
  expect(gate.stdout + gate.stderr).not.toContain('invented-word');
  expect(JSON.parse(gate.stdout)).toMatchObject({
    hook: 'window',
    calls: [
      { at: 'pre_execute', ok: false, message: expect.stringContaining('closed for 005'), messages: null },
      { at: 'post_execute', ok: true, message: null, messages: null },
    ],
    error: { code: 'HOOK_FAILED' },
  });

  const tickets = await test('tickets');
  expect(tickets.exitCode).toBe(0);
  expect(JSON.parse(tickets.stdout)).toMatchObject({
    calls: [
      { at: 'migration.completed', ok: true, messages: 0 },
      { at: 'migration.failed', ok: true, messages: 1 },
    ],
  });

  expect(JSON.parse((await test('windows')).stdout)).toMatchObject({
    error: { code: 'HOOK_UNKNOWN', exit_code: 5, actionable: 'Did you mean "window"?' },
  });
  expect(JSON.parse((await test('window', '--at', 'post_run')).stdout)).toMatchObject({
    error: { code: 'FLAG_INVALID', actionable: 'It is called at pre_execute, post_execute.' },
  });
  expect((await project.run(['hooks', 'test', 'tickets'], nowhere)).stdout).toMatch(
    /migration\.failed +ok +1 message/,
  );
});
