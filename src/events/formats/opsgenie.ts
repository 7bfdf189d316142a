import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { migrationOf } from '../migration-of.js';
import { incidentKey } from './incident-key.js';
import { errorTitle, summarize } from './summary.js';

/**
 * The body of an Alert API request: a failure creates an alert, anything else closes it by its alias. Limits:
 * message 130, alias 512, description 15000, entity 512, source 100, tags 50 each, note 25000
 * (docs.opsgenie.com, "Alert API").
 */
export function opsgenie(event: ConfitureEvent): unknown {
  const { outcome, headline, facts, error } = summarize(event);
  const migration = migrationOf(event) ?? undefined;
  const lines = facts.map(([label, value]) => `${label}: ${value}`);
  if (outcome !== 'failure') {
    return { source: 'Confiture', user: 'Confiture', note: truncate([headline, ...lines].join('\n'), 25000) };
  }
  const cause = error === undefined ? [] : [`${errorTitle(error)}: ${error.message}`];
  return {
    message: truncate(`${headline} (${event.environment})`, 130),
    alias: incidentKey(event),
    description: truncate([...cause, ...lines].join('\n'), 15000),
    entity: migration && truncate(`${migration.database.host}/${migration.database.name}`, 512),
    source: 'Confiture',
    priority: 'P2',
    tags: ['confiture', truncate(event.environment, 50)],
    details: Object.fromEntries(facts.map(([label, value]) => [label, truncate(value, 1000)])),
  };
}

/** What follows the endpoint's URL (`…/v2/alerts`): closing has a path of its own. */
export function opsgeniePath(event: ConfitureEvent): string {
  if (summarize(event).outcome === 'failure') return '';
  return `/${encodeURIComponent(incidentKey(event))}/close?identifierType=alias`;
}
