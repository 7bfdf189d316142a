import { describe, expect, it } from 'vitest';
import type { Option } from '../../src/config/options/option.js';
import { settingsOptions } from '../../src/config/options/settings-options.js';
import { readText, tableRows } from './markdown.js';

const page = await readText('docs/library.md');
const types = await readText('src/app/migrator-options.ts');

const defaults = Object.entries<Option>(settingsOptions)
  .filter(([name]) => new RegExp(`^  readonly ${name}\\?:`, 'm').test(types))
  .flatMap(([name, option]) =>
    typeof option.default === 'number' ? [[name, option.default.toLocaleString('en')] as const] : [],
  );

describe('the options of createMigrator', () => {
  it('are held to their descriptors where those have a number for default', () => {
    expect(defaults.map(([name]) => name)).toContain('drainTimeoutMs');
  });

  it.each(defaults)(
    '%s has the default of its descriptor in docs/library.md and in its type',
    (name, value) => {
      const row = tableRows(page).find(([first]) => first === `\`${name}\``);
      expect(row?.at(-1)).toBe(value);
      const [, comment] = new RegExp(`/\\*\\* ([^*]*) \\*/\\n  readonly ${name}\\?:`).exec(types) ?? [];
      expect(comment).toMatch(new RegExp(`Default ${value}\\.$`));
    },
  );
});
