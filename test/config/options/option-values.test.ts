import { describe, expect, it } from 'vitest';
import { collectIssues } from '../../../src/config/issues.js';
import type { Option } from '../../../src/config/options/option.js';
import { checkFlags, type FlagValues, optionValues } from '../../../src/config/options/option-values.js';
import { settingsOptions } from '../../../src/config/options/settings-options.js';

const noVariables = { variables: {}, variablesFromFile: new Set<string>() };
const valuesOf = (flags: FlagValues, config: object) =>
  optionValues({ flags, view: noVariables, config }, collectIssues());

describe('the value of an option', () => {
  const plain = Object.entries<Option>(settingsOptions).flatMap(([name, option]) =>
    option.resolvedBy === undefined ? [{ name, ...option }] : [],
  );

  it.each(plain)('$name is its default, null or an empty list where nothing is said', (option) => {
    const absent = option.type.kind === 'list' ? [] : null;
    expect(valuesOf({}, {})).toMatchObject({ [option.name]: option.default ?? absent });
  });

  it.each(plain)('$name is what its key of the config file says', ({ name, key = '' }) => {
    const [group = '', inner] = key.split('.');
    const config = { [group]: inner === undefined ? 'written' : { [inner]: 'written' } };
    expect(valuesOf({}, config)).toMatchObject({ [name]: 'written' });
  });

  it.each(plain.filter(({ flag }) => flag))(
    '$name is what its flag says, whatever the file says',
    ({ name, key = '' }) => {
      const [group = '', inner] = key.split('.');
      const config = { [group]: inner === undefined ? 'written' : { [inner]: 'written' } };
      expect(valuesOf({ [name]: 'typed' }, config)).toMatchObject({ [name]: 'typed' });
    },
  );

  it('keeps a zero that is meant', () => {
    const config = { migration: { lockTimeoutMs: 0 }, webhooks: { drainTimeoutMs: 7 } };
    expect(valuesOf({ drainTimeoutMs: 0 }, config)).toMatchObject({
      drainTimeoutMs: 0,
      lockTimeoutMs: 0,
    });
  });
});

describe('a flag that cannot be meant', () => {
  it.each([
    [{ drainTimeoutMs: -1 }, '--drain-timeout must be a whole number of milliseconds from 0 to 2147483647.'],
    [{ lockTimeoutMs: 1.5 }, '--lock-timeout must be a whole number of milliseconds from 0 to 2147483647.'],
    [
      { lockTimeoutMs: 2 ** 31 },
      '--lock-timeout must be a whole number of milliseconds from 0 to 2147483647.',
    ],
    [{ migrationsDir: '' }, '--migrations-dir must not be empty.'],
    [
      { publicUrl: 'ops.example.com' },
      '--public-url must be an http or https URL, for instance https://ops.example.com/confiture.',
    ],
  ])('is refused with the name of the flag: %o', (flags, message) => {
    expect(() => checkFlags(flags)).toThrow(expect.objectContaining({ code: 'FLAG_INVALID', message }));
  });
});
