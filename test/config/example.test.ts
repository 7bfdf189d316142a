import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { resolveSettings } from '../../src/app/settings.js';
import { configSchema } from '../../src/config/file/schema.js';
import { projectFolder } from './project-folder.js';

async function exampleProject(): Promise<string> {
  return projectFolder({
    'confiture.config.ts': await readFile(
      new URL('../../confiture.config.example.ts', import.meta.url),
      'utf8',
    ),
    'node_modules/confiture/package.json': '{"name":"confiture","type":"module","exports":"./index.js"}',
    'node_modules/confiture/index.js': 'export const defineConfig = (config) => config;',
  });
}

it('the example configuration is valid as it stands', async () => {
  const settings = await resolveSettings({ cwd: await exampleProject(), env: {}, flags: {} });
  expect(settings.endpoints.map(({ name }) => name)).toEqual(['audit', 'chat']);
});

it('the example configuration is valid in production', async () => {
  const settings = await resolveSettings({
    cwd: await exampleProject(),
    env: {},
    flags: { environment: 'production' },
  });
  expect(settings).toMatchObject({ lockTimeoutMs: 120_000, endpoints: [{ schedule: 'sensei' }, {}] });
});

it('the example configuration shows every key', async () => {
  const example = await readFile(new URL('../../confiture.config.example.ts', import.meta.url), 'utf8');
  const hidden = keysOf(configSchema).filter((key) => !new RegExp(`\\b${key}\\b`).test(example));
  expect(hidden).toEqual([]);
});

/** Names of all keys of the schema, nested ones included. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { shape, unwrap, valueType } = schema as {
    shape?: object;
    unwrap?: () => unknown;
    valueType?: unknown;
  };
  if (shape !== undefined) return Object.entries(shape).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
  return keysOf(valueType ?? unwrap?.call(schema));
}
