import { expect, it } from 'vitest';
import { collectIssues } from '../../../src/config/issues.js';
import type { Option } from '../../../src/config/options/option.js';
import {
  boolean,
  choice,
  type OptionShape,
  text,
  wholeNumber,
} from '../../../src/config/options/option-type.js';
import { setVariable, variableValue } from '../../../src/config/options/set-variable.js';

const option = (type: OptionShape): Option => ({
  type,
  doc: 'invented',
  variables: ['NEW_NAME', 'OLD_NAME'],
});
const view = (variables: Record<string, string>, fromFile: readonly string[] = []) => ({
  variables,
  variablesFromFile: new Set(fromFile),
});

it('takes the first variable that is set, and says where that was', () => {
  const both = { NEW_NAME: 'new', OLD_NAME: 'old' };
  expect(setVariable(option(text()), view(both))).toEqual({
    value: 'new',
    origin: { path: 'NEW_NAME', source: 'environment' },
  });
  expect(setVariable(option(text()), view({ ...both, NEW_NAME: '' }, ['OLD_NAME']))).toEqual({
    value: 'old',
    origin: { path: 'OLD_NAME', source: '.env' },
  });
  expect(setVariable(option(text()), view({}))).toBeUndefined();
});

it.each([
  [text(), 'words', 'words'],
  [wholeNumber(0), '0', 0],
  [boolean, 'true', true],
  [boolean, 'false', false],
  [choice('keep', 'rollback'), 'keep', 'keep'],
])('gives an option the value that its variable says: %o %s', (type, written, value) => {
  const issues = collectIssues();
  expect(variableValue(option(type), view({ OLD_NAME: written }), issues)).toBe(value);
  expect(issues.faults).toEqual([]);
});

it.each([
  [text((written) => (written === 'right' ? null : 'must be right')), 'wrong', 'must be right'],
  [wholeNumber(1, 9), '10', 'must be a whole number from 1 to 9'],
  [wholeNumber(1, 9), '0x5', 'must be a whole number from 1 to 9'],
  [boolean, 'yes', 'must be true or false'],
  [choice('keep', 'rollback'), 'drop', 'must be keep or rollback'],
])('makes a fault of a variable that says nothing an option can have: %o %s', (type, written, message) => {
  const issues = collectIssues();
  variableValue(option(type), view({ OLD_NAME: written }), issues);
  expect(issues.faults).toEqual([{ path: 'OLD_NAME', source: 'environment', message }]);
});
