import { expect, it } from 'vitest';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { ledgerOf } from '../tables.js';

const ALL = ['001', '002', '003'];

/** A hook that, after the first migration, leaves `body` behind and gives it time to do its harm. */
const leaving = (body: string) => `import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { defineHook } from 'confiture';
export default defineHook({ name: 'audit', on: ['post_execute'], async run(context: { migrationVersion: string }) {
  if (context.migrationVersion !== '001') return;
  ${body}
  await new Promise((done) => setTimeout(done, 50));
} });
`;

function projectWithHook(hook: string, config: object = {}): Promise<MigratedProject> {
  return createMigratedProject({
    files: { 'db/hooks/audit.ts': hook },
    config: { hooks: ['./db/hooks/audit.ts'], ...config },
  });
}

it.each([
  ['a floating rejection', "void Promise.reject(new Error('left behind'));"],
  ['a rejection with nothing', 'void Promise.reject(undefined);'],
  ['a floating async function', "void (async () => { await null; throw new Error('left behind'); })();"],
  ['a throw in setTimeout', "setTimeout(() => { throw new Error('left behind'); }, 1);"],
  ['a throw in setImmediate', "setImmediate(() => { throw new Error('left behind'); });"],
  ['a throw in nextTick', "process.nextTick(() => { throw new Error('left behind'); });"],
  ['a throw in a microtask', "queueMicrotask(() => { throw new Error('left behind'); });"],
  ['an event emitter', "setTimeout(() => new EventEmitter().emit('error', new Error('left behind')), 1);"],
  ['a socket without a listener', "connect(1, '127.0.0.1');"],
])('%s in a hook is reported, and the run goes on', async (_what, body) => {
  const project = await projectWithHook(leaving(body));
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', '--format', 'json']);
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, applied: [{}, {}, {}] });
  expect(stderr).toMatch(/^Warning: (hook audit failed in post_execute|db\/hooks\/audit\.ts failed): /m);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await ledgerOf(project.database)).toEqual(ALL);
});

it('the hook is named, and secrets in what it leaves behind are masked', async () => {
  const project = await projectWithHook(
    leaving("void Promise.reject(new Error('postgres://me:hunter2@db/ customer 4711-A'));"),
    { redact: { patterns: ['4711-\\w'] } },
  );
  const { stderr } = await project.run(['migrate', 'up']);
  expect(stderr).toContain('Warning: hook audit failed in post_execute: postgres://***@db/ customer ***');
});

it.each([
  ['a hook file', 'db/hooks/audit.ts', 'confiture.config.mjs'],
  ['the configuration', 'confiture.config.mjs', 'confiture.config.mjs'],
])('what %s leaves behind when it is read is reported, and the run goes on', async (_what, file, config) => {
  const floating = "setTimeout(() => { throw new Error('left behind'); }, 1);\n";
  const project = await createMigratedProject({
    files: {
      'db/hooks/audit.ts': leaving(''),
      [config]: "export default { hooks: ['./db/hooks/audit.ts'] };\n",
    },
  });
  await project.write(file, floating + (await project.read(file)));
  const { exitCode, stderr } = await project.run(['migrate', 'up']);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain(
    file.startsWith('db') ? `${file} failed: left behind` : 'the configuration failed',
  );
  expect(await ledgerOf(project.database)).toEqual(ALL);
});

it('what an outbox hook leaves behind is reported with its name', async () => {
  const project = await projectWithHook(`import { defineOutboxHook } from 'confiture';
export default defineOutboxHook({
  name: 'queue',
  subscribes: ['migration.completed'],
  messages: () => [{ endpoint: 'queue' }],
  async deliver() {
    void Promise.reject(new Error('left behind'));
    await new Promise((done) => setTimeout(done, 20));
    return { kind: 'done', text: 'sent' };
  },
});
`);
  const { exitCode, stderr } = await project.run(['migrate', 'up']);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('Warning: hook queue failed: left behind');
});

it.each([
  [
    'a gate',
    'pre_execute',
    1,
    /Hook 'audit' vetoed 001_first at pre_execute: process\.exit\(\) was called/,
    [],
  ],
  ['an observer', 'post_execute', 0, /hook audit failed in post_execute: process\.exit\(\) was called/, ALL],
] as const)(
  'process.exit() in %s does not end the run as one that is done',
  async (_what, phase, code, said, ledger) => {
    const project = await projectWithHook(`import { defineHook } from 'confiture';
export default defineHook({ name: 'audit', on: ['${phase}'], run() { process.exit(0); } });
`);
    const { exitCode, stderr } = await project.run(['migrate', 'up']);
    expect(exitCode, stderr).toBe(code);
    expect(stderr).toMatch(said);
    expect(await ledgerOf(project.database)).toEqual(ledger);
  },
);

it('what hooks and the configuration print goes to stderr', async () => {
  const project = await createMigratedProject({
    files: {
      'db/hooks/audit.ts': leaving("console.log('from console'); process.stdout.write('from stdout\\n');"),
      'db/hooks/plain.mjs': `import { stdout } from 'node:process';
import { defineHook } from 'confiture';
export default defineHook({ name: 'plain', on: ['post_execute'], run() { stdout.write('from the module\\n'); } });
`,
      'confiture.config.mjs':
        "console.info('from the config');\nexport default { hooks: ['./db/hooks/*'] };\n",
    },
  });
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', '--format', 'json']);
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ success: true });
  for (const text of ['from the config', 'from console', 'from stdout', 'from the module'])
    expect(stderr).toContain(text);
});

it.each([
  ['text', []],
  ['json', ['--format', 'json']],
] as const)('an error of no hook ends the command with INTERNAL (%s)', async (format, flags) => {
  const project = await createMigratedProject();
  const preload = await project.write(
    'preload.cjs',
    `const waiting = setInterval(() => {
  if (process.listenerCount('uncaughtException') === 0) return;
  clearInterval(waiting);
  throw new Error('a fault with postgres://me:hunter2@db/');
}, 10);
`,
  );
  await project.migration('001_first', 'select pg_sleep(60);');
  const { exitCode, stdout, stderr } = await project.run(['migrate', 'up', ...flags], {
    NODE_OPTIONS: `--require=${preload}`,
  });
  expect(exitCode).toBe(1);
  expect(stdout + stderr).not.toContain('hunter2');
  if (format === 'text') expect(stderr).toContain('This is a fault in Confiture (INTERNAL)');
  else expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'INTERNAL', exit_code: 1 } });
});
