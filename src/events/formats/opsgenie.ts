import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { databaseOf } from '../event-subject.js';
import { incidentEffect, incidentKey } from './incident.js';
import { errorTitle } from './summary/error-title.js';
import { summarize } from './summary/summarize.js';

/**
 * The body of an Alert API request: what opens an incident creates an alert, all else closes it by its alias. Limits:
 * message 130, alias 512, description 15000, entity 512, source 100, tags 50 each, note 25000
 * (docs.opsgenie.com, "Alert API").
 */
export function opsgenie(event: ConfitureEvent): unknown {
  const { headline, facts, error } = summarize(event);
  const database = databaseOf(event) ?? undefined;
  const lines = facts.map(([label, value]) => `${label}: ${value}`);
  if (incidentEffect(event) !== 'opens') {
    return { source: 'Confiture', user: 'Confiture', note: truncate([headline, ...lines].join('\n'), 25000) };
  }
  const cause = error === undefined ? [] : [`${errorTitle(error)}: ${error.message}`];
  return {
    message: truncate(`${headline} (${event.environment})`, 130),
    alias: incidentKey(event),
    description: truncate([...cause, ...lines].join('\n'), 15000),
    entity: database && truncate(`${database.host}/${database.name}`, 512),
    source: 'Confiture',
    priority: 'P2',
    tags: ['confiture', truncate(event.environment, 50)],
    details: Object.fromEntries(facts.map(([label, value]) => [label, truncate(value, 1000)])),
  };
}

/** What follows the endpoint's URL (`…/v2/alerts`): closing has a path of its own. */
export function opsgeniePath(event: ConfitureEvent): string {
  if (incidentEffect(event) === 'opens') return '';
  return `/${encodeURIComponent(incidentKey(event))}/close?identifierType=alias`;
}
