import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { defineHook } from '../../../src/hooks/define/define-hook.js';
import { hookRegistry } from '../../../src/hooks/define/hook-registry.js';
import { registeredHooks, registerHook } from '../../../src/hooks/define/register-hook.js';
import { describeHooks } from '../../../src/hooks/load/describe-hooks.js';
import { type HookEntry, loadHooks } from '../../../src/hooks/load/load-hooks.js';
import { projectFolder } from '../project-folder.js';
import { confitureErrorOf } from '../thrown-by.js';

const mask = (text: string) => text.replaceAll('hunter2', '***');

/** Reaches the registry the way another copy of the package does. */
const registering = (name: string) => `
const registry = globalThis[Symbol.for('confiture.hooks')];
const hook = { name: '${name}', on: ['post_run'], run() {} };
registry.registrations = [...registry.registrations, { hook, file: registry.importing }];
`;

/** Stands in for the package entry that a hook file may import. */
const selfModule = `
export const defineHook = (hook) => ({ ...hook, name: 'self:' + hook.name });
`;

const members = (name: string) => `name: '${name}', on: ['pre_run'], run() {}`;

const hookFile = (name: string) => `export default { ${members(name)} };\n`;

async function load(files: Readonly<Record<string, string>>, entries: readonly HookEntry[], extra = {}) {
  const baseDir = await projectFolder(files);
  return loadHooks({ entries, baseDir, mask, ...extra });
}

const names = ({ hooks }: Awaited<ReturnType<typeof loadHooks>>) => hooks.map(({ name }) => name);

beforeEach(() => {
  hookRegistry().registrations = [];
});

describe('loadHooks', () => {
  it('loads TypeScript with types, enums and imports of its own', async () => {
    const loaded = await load(
      {
        'db/hooks/audit.ts': `
          import { when } from './lib/when.js';
          enum Moment { After = 'post_execute' }
          const on: readonly Moment[] = [Moment.After];
          export default { name: 'audit', on: [...on, when], run(): void {} };`,
        'db/hooks/lib/when.ts': `export const when = 'on_error' as const;`,
      },
      ['./db/hooks/*.ts'],
    );
    expect(loaded).toMatchObject({
      hooks: [{ name: 'audit', phases: ['post_execute', 'on_error'] }],
      warnings: [],
    });
  });

  it.each([
    ['module.exports', 'audit.js', `module.exports = { ${members('a')} };`],
    ['compiled exports', 'audit.js', `exports.__esModule = true; exports.default = { ${members('a')} };`],
    ['a list in module.exports', 'audit.cjs', `module.exports = [{ ${members('a')} }];`],
    ['a default export', 'audit.mjs', hookFile('a')],
    ['a default export after an await', 'audit.mts', `await null;\n${hookFile('a')}`],
    ['typed module.exports', 'audit.cts', `module.exports = { ${members('a')} } as object;`],
    ['a default export', 'audit.cts', hookFile('a')],
    ['a registration alone', 'audit.mjs', registering('a')],
    ['a registration alone', 'audit.cjs', registering('a')],
    ['a registration alone', 'audit.ts', registering('a')],
  ])('takes %s from %s', async (_, file, content) => {
    expect(names(await load({ [file]: content }, [file]))).toEqual(['a']);
  });

  it('gives code first, then each entry in turn, a glob in order of its paths', async () => {
    registerHook('post_run', () => {}, { name: 'code' });
    const loaded = await load(
      {
        'hooks/b.mjs': hookFile('b'),
        'hooks/a.mjs': `${registering('a-registered')}${hookFile('a')}`,
        'last.mjs': hookFile('last'),
      },
      [defineHook({ name: 'config', on: ['pre_run'], run() {} }), 'hooks/*', 'last.mjs'],
    );
    expect(names(loaded)).toEqual(['code', 'config', 'a-registered', 'a', 'b', 'last']);
  });

  it('loads a file once that several entries name', async () => {
    const loaded = await load({ 'hooks/a.mjs': hookFile('a') }, ['hooks/a.mjs', './hooks/*', '**/*.mjs']);
    expect(names(loaded)).toEqual(['a']);
  });

  it('takes a list in braces for an entry each, and refuses the one that is not there', async () => {
    const files = { 'hooks/gate.mjs': hookFile('gate'), 'hooks/audit.mjs': hookFile('audit') };
    expect(names(await load(files, ['hooks/{gate,audit}.mjs']))).toEqual(['gate', 'audit']);
    expect(names(await load(files, ['hooks/*.{ts,mjs}']))).toEqual(['audit', 'gate']);
    await expect(load(files, ['hooks/{gate,guard}.mjs'])).rejects.toThrow("'hooks/guard.mjs' is not a file");
  });

  it('passes over what holds no code', async () => {
    const loaded = await load(
      { 'hooks/a.mjs': hookFile('a'), 'hooks/README.md': '#', 'hooks/a.d.ts': 'export {};' },
      ['hooks/*'],
    );
    expect(names(loaded)).toEqual(['a']);
  });

  it('counts registerHook in a hook file as a hook of that file', async () => {
    const { hooks } = await load(
      {
        'audit.ts':
          "import { registerHook } from 'confiture';\nregisterHook('post_run', function audit() {});",
      },
      ['audit.ts'],
      { selfEntry: fileURLToPath(new URL('../../../src/hooks/define/register-hook.ts', import.meta.url)) },
    );
    expect(hooks).toMatchObject([{ name: 'audit', source: expect.stringMatching(/audit\.ts$/) }]);
    expect(registeredHooks()).toEqual([]);
  });

  it('keeps what a file registers for the project that names it, also the second time', async () => {
    const baseDir = await projectFolder({ 'a.mjs': registering('a') });
    const again = () => loadHooks({ entries: ['a.mjs'], baseDir, mask });
    expect(names(await again())).toEqual(['a']);
    expect(names(await again())).toEqual(['a']);
    expect(names(await loadHooks({ entries: [], baseDir, mask }))).toEqual([]);
  });

  it('puts hooks down to their own file when two projects load at once', async () => {
    const slow = (name: string) => `await new Promise((go) => setImmediate(go));${registering(name)}`;
    const one = load({ 'one.mjs': slow('one') }, ['*.mjs']);
    const two = load({ 'two.mjs': slow('two') }, ['*.mjs']);
    expect([names(await one), names(await two)]).toEqual([['one'], ['two']]);
  });

  it('warns of a glob that matches nothing', async () => {
    const { hooks, warnings } = await load({}, ['./db/hooks/*.ts']);
    expect(hooks).toEqual([]);
    expect(warnings).toEqual(["hooks: './db/hooks/*.ts' matches no hook file."]);
  });
});

describe('imports of confiture in a hook file', () => {
  const audit = `import { defineHook } from 'confiture';
    export default defineHook({ name: 'audit', on: ['pre_run'], run() {} });`;
  const required = `const { defineHook } = require('confiture');
    module.exports = defineHook({ name: 'audit', on: ['pre_run'], run() {} });`;

  it.each([
    ['audit.ts', audit],
    ['audit.mjs', audit],
    ['audit.cjs', required],
  ])('reach the given entry from %s where the package is not installed', async (file, content) => {
    const self = await projectFolder({ 'entry.mjs': selfModule });
    const loaded = await load({ [file]: content }, [file], { selfEntry: join(self, 'entry.mjs') });
    expect(names(loaded)).toEqual(['self:audit']);
  });

  it.each([
    ['audit.ts', audit],
    ['audit.mjs', audit],
  ])('reach the installed package from %s before the given entry', async (file, content) => {
    const self = await projectFolder({ 'entry.mjs': selfModule });
    const loaded = await load(
      {
        [file]: content,
        'node_modules/confiture/package.json': '{"type":"module","exports":{".":{"default":"./i.js"}}}',
        'node_modules/confiture/i.js': selfModule.replace('self:', 'installed:'),
      },
      [file],
      { selfEntry: join(self, 'entry.mjs') },
    );
    expect(names(loaded)).toEqual(['installed:audit']);
  });

  it.each(['audit.ts', 'audit.mjs'])('are a fault of %s where there is no package at all', async (file) => {
    const error = await confitureErrorOf(() => load({ [file]: audit }, [file]));
    expect(error.message).toContain(file);
    expect(error.message).toContain("'confiture'");
  });
});

describe('faults', () => {
  it.each([
    ['throws', 'audit.ts', "\n\nthrow new Error('no way');", 'audit.ts:3: cannot be imported: no way', 3],
    ['throws', 'audit.cjs', "\n\nthrow new Error('no way');", 'audit.cjs:3: cannot be imported: no way', 3],
    ['throws', 'audit.mjs', "throw new Error('no way');", 'cannot be imported: no way', 1],
    [
      'throws',
      'my hooks/100%.mjs',
      "\nthrow new Error('no way');",
      '100%.mjs:2: cannot be imported: no way',
      2,
    ],
    ['throws undefined', 'audit.ts', 'throw undefined;', 'no message, a thrown undefined', undefined],
    ['is no TypeScript', 'audit.ts', '\nexport default {', 'audit.ts:2: cannot be imported: ParseError', 2],
    ['imports a missing file', 'audit.ts', "import './gone.js';", 'gone.js', 1],
    ['exports nothing', 'audit.ts', 'export const hook = 1;', 'exports no hook as default', undefined],
    ['exports nothing', 'audit.mjs', 'export const hook = 1;', 'exports no hook as default', undefined],
    ['exports nothing', 'audit.cjs', 'void 0;', 'exports no hook as default', undefined],
    ['exports an empty list', 'audit.mjs', 'export default [];', 'exports no hook as default', undefined],
    ['exports a function', 'audit.ts', 'export default () => {};', 'a value of type function', undefined],
  ])('name a file that %s: %s', async (_, file, content, message, line) => {
    const error = await confitureErrorOf(() => load({ [file]: content }, [file]));
    expect(error.code).toBe('HOOK_INVALID');
    expect(error.message).toContain(message);
    expect(error.message).toContain(file);
    expect(error.message).not.toContain('\n');
    expect(error.location?.line).toBe(line);
  });

  it('mask what a file throws', async () => {
    const error = await confitureErrorOf(() =>
      load({ 'a.ts': "throw new Error('refused for hunter2')" }, ['a.ts']),
    );
    expect(error.message).toContain('refused for ***');
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain('hunter2');
  });

  it('take back what a file registered before it threw', async () => {
    const baseDir = await projectFolder({ 'a.mjs': `${registering('half')}throw new Error('no');` });
    await confitureErrorOf(() => loadHooks({ entries: ['a.mjs'], baseDir, mask }));
    expect(hookRegistry().registrations).toEqual([]);
  });

  it.each([
    ['hooks/gone.ts', 'is not a file; paths start at'],
    ['hooks/[ab].ts', 'is not a file; paths start at'],
    ['hooks', 'is not a file'],
    ['hooks/notes.md', 'is neither a JavaScript nor a TypeScript file'],
  ])('name the path %s', async (entry, message) => {
    const error = await confitureErrorOf(() =>
      load({ 'hooks/notes.md': '' }, [entry], { configFile: 'confiture.config.ts' }),
    );
    expect(error.message).toContain(`confiture.config.ts: hooks: '${entry}' ${message}`);
  });

  it('come all at once, from every file and entry', async () => {
    const error = await confitureErrorOf(() =>
      load(
        {
          'a.mjs': "throw new Error('no');",
          'b.mjs': hookFile('same'),
          'c.mjs': hookFile('same'),
          'd.ts': 'export default { name: "d", on: ["pre_runn"], run() {} };',
        },
        ['?.*', 'gone.ts'],
      ),
    );
    expect(error.message).toMatch(/^4 faults in hooks:\n/);
    expect(error.details.faults).toMatchObject([
      { hook: null, message: 'cannot be imported: no' },
      { hook: null, message: expect.stringContaining("'gone.ts'") },
      { hook: 'd', message: "unknown phase 'pre_runn'; did you mean 'pre_run'?" },
      { hook: 'same', message: expect.stringContaining('already taken') },
    ]);
  });
});

describe('describeHooks', () => {
  it('lists name, phases, source and time-out of each', async () => {
    registerHook('after_execute', () => {}, { name: 'code', timeoutMs: 5 });
    const folder = await projectFolder({ 'a.mjs': hookFile('a') });
    const loaded = await loadHooks({
      entries: ['a.mjs', { name: 'inline', on: ['post_run'], run() {} }],
      baseDir: folder,
      configFile: 'confiture.config.ts',
      mask,
    });
    expect(describeHooks(loaded.hooks)).toEqual([
      { name: 'code', phases: ['post_execute'], source: 'registerHook', timeoutMs: 5 },
      { name: 'a', phases: ['pre_run'], source: join(folder, 'a.mjs'), timeoutMs: 30_000 },
      { name: 'inline', phases: ['post_run'], source: 'confiture.config.ts', timeoutMs: 30_000 },
    ]);
  });

  it('names a file below the working folder as it is typed there', async () => {
    const folder = await projectFolder({});
    await mkdir(join(folder, 'db'));
    await writeFile(join(folder, 'db/a.mjs'), hookFile('a'));
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    const { hooks } = await loadHooks({ entries: ['db/a.mjs'], baseDir: folder, mask });
    expect(hooks[0]?.source).toBe('db/a.mjs');
  });
});
