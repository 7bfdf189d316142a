import { type EnvironmentView, variableOrigin } from '../config/environment.js';
import type { Issues } from '../config/issues.js';
import type { Option } from '../config/options/option.js';
import { settingsOptions } from '../config/options/settings-options.js';
import { nearest } from '../text/nearest.js';
import { nearestWebhookVariable, webhookVariables } from './variables.js';

const KNOWN = Object.values<Option>(settingsOptions)
  .flatMap(({ variables = [] }) => variables)
  .filter((name) => name.startsWith('CONFITURE_'));

/** What people write instead. */
const SYNONYMS: Readonly<Record<string, string>> = {
  CONFITURE_DB_URL: 'CONFITURE_DATABASE_URL',
  CONFITURE_ENVIRONMENT: 'CONFITURE_ENV',
  CONFITURE_URL: 'CONFITURE_DATABASE_URL',
};

/**
 * Warns of variables that are read by nothing and look like one that is: a misspelt one would leave its endpoint or
 * database out in silence. Those that are near none may belong to another program.
 */
export function warnOfUnknownVariables(view: EnvironmentView, issues: Issues): void {
  for (const variable of Object.keys(view.variables).sort()) {
    if (!/^CONF/.test(variable) || KNOWN.includes(variable) || variable.startsWith('CONFITURE_WEBHOOK_'))
      continue;
    const meant =
      SYNONYMS[variable] ??
      nearestWebhookVariable(variable) ??
      nearest(variable, [...KNOWN, ...webhookVariables]);
    if (meant !== undefined)
      issues.warn(variableOrigin(view, variable), `is not read; did you mean ${meant}?`);
  }
}
