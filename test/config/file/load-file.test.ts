import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { loadConfigFile } from '../../../src/config/file/load-file.js';
import { failureOf } from '../failure.js';
import { projectFolder } from '../project-folder.js';

async function load(name: string, content: string, others: Record<string, string> = {}): Promise<unknown> {
  const cwd = await projectFolder({ [name]: content, ...others });
  return loadConfigFile({ absolute: join(cwd, name), display: name, ignored: [] });
}

describe('loadConfigFile', () => {
  it.each([
    [
      'confiture.config.ts',
      'const config: { organizationId: string } = { organizationId: "o" };\nexport default config;',
    ],
    ['confiture.config.mts', 'export default { organizationId: await Promise.resolve("o" as const) };'],
    ['confiture.config.cts', 'module.exports = { organizationId: "o" as string };'],
    ['confiture.config.js', 'export default { organizationId: "o" };'],
    ['confiture.config.mjs', 'export default { organizationId: "o" };'],
    ['confiture.config.cjs', 'module.exports = { organizationId: "o" };'],
    ['confiture.config.json', '{"organizationId":"o"}'],
    ['confiture.config.yaml', 'organizationId: o\n'],
    ['confiture.config.yml', 'organizationId: o\n'],
    ['.confiturerc', 'organizationId: o\n'],
    ['.confiturerc.json', '{"organizationId":"o"}'],
    ['package.json', '{"name":"x","confiture":{"organizationId":"o"}}'],
  ])('loads %s', async (name, content) => {
    expect(await load(name, content)).toEqual({ organizationId: 'o' });
  });

  it.each(['confiture.config.ts', 'confiture.config.yaml', 'confiture.config.json'])(
    'takes an empty %s as no settings',
    async (name) => {
      expect(await load(name, '\n')).toEqual({});
    },
  );

  it('keeps functions, objects and regular expressions of a script', async () => {
    const config = await load(
      'confiture.config.ts',
      'export default { f: () => 1, r: /x/i, h: new (class Hook {})() };',
    );
    expect(config).toMatchObject({ f: expect.any(Function), r: /x/i, h: expect.any(Object) });
  });

  it('resolves the installed package inside the file', async () => {
    const config = await load(
      'confiture.config.ts',
      "import { defineConfig } from 'confiture';\nexport default defineConfig({ organizationId: 'o' });",
      {
        'node_modules/confiture/package.json':
          '{"name":"confiture","type":"module","exports":{".":"./index.js"}}',
        'node_modules/confiture/index.js':
          'export const defineConfig = (config) => ({ ...config, defined: true });',
      },
    );
    expect(config).toEqual({ organizationId: 'o', defined: true });
  });

  it('leaves nothing beside the file', async () => {
    const cwd = await projectFolder({
      'confiture.config.ts': 'export default {};',
      'node_modules/x/index.js': '',
    });
    const name = 'confiture.config.ts';
    await loadConfigFile({ absolute: join(cwd, name), display: name, ignored: [] });
    expect([await readdir(cwd), await readdir(join(cwd, 'node_modules'))]).toEqual([
      [name, 'node_modules'],
      ['x'],
    ]);
  });

  it('names an imported file that cannot be read', async () => {
    const content = '{"$import":"./base.json"}';
    const error = await failureOf(() =>
      load('confiture.config.json', content, { 'base.json': '{ "s": s3cret }' }),
    );
    expect(error.message).toMatch(/^base\.json cannot be loaded/);
    expect(error.message).not.toContain('s3cret');
  });

  it('names a package.json that the loader cannot read', async () => {
    const name = 'confiture.config.json';
    const cwd = await projectFolder({ [name]: '{}', 'package.json': '{ "s": s3cret }' });
    vi.spyOn(process, 'cwd').mockReturnValue(cwd);
    const error = await failureOf(() =>
      loadConfigFile({ absolute: join(cwd, name), display: name, ignored: [] }),
    );
    vi.restoreAllMocks();
    expect(error.message).toMatch(/^package\.json cannot be loaded/);
  });

  it.each([
    ['a syntax error', 'a.ts', 'export default {\n  s: "s3cret",\n  b: = 2,\n};\n', 'has a syntax error', 3],
    ['an unfinished script', 'a.js', 'const s = "s3cret";\nexport default {\n', 'has a syntax error', 3],
    ['a throw', 'a.ts', '\nthrow new TypeError("s3cret");\n', 'throws TypeError', 2],
    [
      'a throw of no Error',
      'a.mjs',
      'throw { s: "s3cret" };\n',
      'throws something that is not an Error',
      undefined,
    ],
    [
      'a missing package',
      'a.mjs',
      '\nimport x from "not-installed";\nexport default { x, s: "s3cret" };',
      'imports "not-installed"',
      undefined,
    ],
    ['broken JSON', 'a.json', '{\n  "s": s3cret\n}\n', 'has a syntax error', undefined],
    ['broken YAML', 'a.yaml', 's: s3cret\nb: [1\nc: 2\n', 'has a syntax error', 3],
    ['an unknown ending', 'a.toml', 's = "s3cret"\n', 'has a name that ends in no known way', undefined],
  ])('tells of %s without the content of the file', async (_, name, content, reason, line) => {
    const error = await failureOf(() => load(name, content));
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 5, location: { file: name } });
    expect(error.message).toContain(reason);
    if (line !== undefined) expect(error.location?.line).toBe(line);
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain('s3cret');
  });
});
