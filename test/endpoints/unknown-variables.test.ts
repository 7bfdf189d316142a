import { expect, it } from 'vitest';
import { collectIssues } from '../../src/config/issues.js';
import { warnOfUnknownVariables } from '../../src/endpoints/unknown-variables.js';

function warningsFor(variable: string): readonly string[] {
  const issues = collectIssues();
  warnOfUnknownVariables({ variables: { [variable]: 'x' }, variablesFromFile: new Set() }, issues);
  return issues.warnings;
}

it.each([
  ['CONFITURE_WEBHOOKS_URL', 'CONFITURE_WEBHOOK_URL'],
  ['CONFITURE_WEBHOOKS_OPS_URL', 'CONFITURE_WEBHOOK_OPS_URL'],
  ['CONFITURE_WEB_HOOK_OPS_SECRET', 'CONFITURE_WEBHOOK_OPS_SECRET'],
  ['CONFITURE_DATABSE_URL', 'CONFITURE_DATABASE_URL'],
  ['CONFITURE_DB_URL', 'CONFITURE_DATABASE_URL'],
  ['CONFITURE_ENVIRONMENT', 'CONFITURE_ENV'],
  ['CONFITURE_ENVV', 'CONFITURE_ENV'],
  ['CONFTURE_DATABASE_URL', 'CONFITURE_DATABASE_URL'],
])('%s is read by nothing, and the warning names %s', (variable, meant) => {
  expect(warningsFor(variable)).toEqual([`${variable} is not read; did you mean ${meant}? (environment)`]);
});

it.each([
  'CONFITURE_DATABASE_URL',
  'CONFITURE_ENV',
  'CONFITURE_CORRELATION_ID',
  'CONFITURE_SOMETHING_ELSE',
  'CONFIG_FILE',
])('%s is no cause for a warning', (variable) => {
  expect(warningsFor(variable)).toEqual([]);
});
