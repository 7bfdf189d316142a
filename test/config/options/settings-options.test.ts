import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from '../../../src/config/file/schema.js';
import { endpointOptions } from '../../../src/config/options/endpoint-options.js';
import { longFlag, type Option } from '../../../src/config/options/option.js';
import { settingsOptions } from '../../../src/config/options/settings-options.js';

const run = promisify(execFile);
const generate = (...args: string[]) => run(process.execPath, ['scripts/generate/options.mjs', ...args]);
const settings = Object.entries<Option>(settingsOptions);
const endpoints = Object.entries<Option>(endpointOptions);

describe('the options', () => {
  const keyed = settings.flatMap(([name, { key, default: value }]) => (key ? [{ name, key, value }] : []));

  it.each(keyed.filter(({ value }) => value !== undefined))(
    '$name has a default that may be written',
    (option) => {
      expect(configSchema.safeParse(nested(option.key, option.value)).error).toBeUndefined();
    },
  );

  it.each(keyed)('$name is a key that the config file takes', ({ key }) => {
    const { error } = configSchema.safeParse(nested(key, Symbol('nothing takes this')));
    expect(error?.issues).toEqual([expect.objectContaining({ path: key.split('.') })]);
  });

  it.each(endpoints)(
    '%s of an endpoint is a key that the config file takes',
    (_, { key = '', default: value }) => {
      const entry = (written: unknown) => ({ webhooks: { endpoints: { a: nested(key, written) } } });
      expect(configSchema.safeParse(entry(Symbol('nothing takes this'))).success).toBe(false);
      if (value !== undefined) expect(configSchema.safeParse(entry(value)).error).toBeUndefined();
    },
  );

  it.each(['flag', 'key', 'variables'] as const)('share no %s', (place) => {
    const said = settings.flatMap(([, option]) =>
      place === 'flag' ? longFlag(option) : (option[place] ?? []),
    );
    const names = said.filter((name) => name !== '');
    expect(names).toEqual([...new Set(names)]);
  });

  it('are of a kind that a variable can say where they have one, or name the function that reads it', () => {
    const kinds = ['text', 'wholeNumber', 'boolean', 'choice'];
    const read = settings.filter(([, { variables, resolvedBy }]) => variables && !resolvedBy);
    expect(read.filter(([, { type }]) => !kinds.includes(type.kind))).toEqual([]);
  });

  it('have a scope where they have a flag', () => {
    expect(settings.filter(([, { flag, scope }]) => (flag === undefined) !== (scope === undefined))).toEqual(
      [],
    );
  });
});

describe('what users read of the options', () => {
  it('says what the descriptors say', async () => {
    await expect(generate('--check')).resolves.toBeDefined();
  });

  it.each(['docs/configuration.md', 'src/config/file/user-config.ts'])(
    'is refused in %s where a word differs',
    async (name) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-options-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      for (const file of ['docs/configuration.md', 'src/config/file/user-config.ts'])
        await cp(file, path.join(folder, file));
      const file = path.join(folder, name);
      await writeFile(file, (await readFile(file, 'utf8')).replace('sending events', 'sending letters'));
      await expect(generate('--check', '--root', folder)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining(name),
      });
    },
  );
});

/** `{ a: { b: value } }` for `a.b`. */
function nested(key: string, value: unknown): unknown {
  return key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
}
