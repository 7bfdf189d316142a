import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { migrationOf } from '../migration-of.js';
import type { FormatEndpoint } from './format-endpoint.js';
import { incidentKey } from './incident-key.js';
import { errorTitle, summarize } from './summary.js';
import { vendorKey } from './vendor-key.js';

const severities = { success: 'info', failure: 'critical', neutral: 'info' } as const;

/**
 * An Events API v2 event: a failure triggers, a success resolves the same `dedup_key`. A rollback resolves too:
 * what failed is no longer wanted. Limits: summary 1024, `dedup_key` 255 (developer.pagerduty.com, "Send an alert event").
 */
export function pagerduty(event: ConfitureEvent, endpoint: FormatEndpoint): unknown {
  const { outcome, headline, facts, error } = summarize(event);
  const database = migrationOf(event)?.database;
  const place = database === undefined ? '' : ` (${database.name} on ${database.host})`;
  const cause = error === undefined ? '' : `: ${error.type}`;
  return {
    routing_key: vendorKey(endpoint, 'pagerduty', 'integration key of the PagerDuty service (Events API v2)'),
    event_action: outcome === 'failure' ? 'trigger' : 'resolve',
    dedup_key: incidentKey(event),
    client: 'Confiture',
    payload: {
      summary: truncate(`${headline} in ${event.environment}${place}${cause}`, 1024),
      source: truncate(database?.host ?? 'confiture', 255),
      severity: severities[outcome],
      timestamp: event.created_at,
      component: database && truncate(database.name, 255),
      group: truncate(event.environment, 255),
      class: event.type,
      custom_details: {
        ...Object.fromEntries(facts),
        Error: error && `${errorTitle(error)}: ${error.message}`,
        Event: event.id,
      },
    },
  };
}
