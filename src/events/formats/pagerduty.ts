import { truncate } from '../../text/truncate.js';
import type { ConfitureEvent } from '../event.js';
import { databaseOf } from '../event-subject.js';
import type { FormatEndpoint } from './format-endpoint.js';
import { incidentEffect, incidentKey } from './incident.js';
import { errorTitle } from './summary/error-title.js';
import { summarize } from './summary/summarize.js';
import { vendorKey } from './vendor-key.js';

const severities = { success: 'info', failure: 'critical', neutral: 'info' } as const;

/**
 * An Events API v2 event: what opens an incident triggers, all else resolves. A rollback resolves too: what failed is
 * no longer wanted. An event that changes no incident resolves one that there never was. Limits: summary 1024, `dedup_key` 255 (developer.pagerduty.com, "Send an alert event").
 */
export function pagerduty(event: ConfitureEvent, endpoint: FormatEndpoint): unknown {
  const { outcome, headline, facts, error } = summarize(event);
  const database = databaseOf(event) ?? undefined;
  const place = database === undefined ? '' : ` (${database.name} on ${database.host})`;
  const cause = error === undefined ? '' : `: ${error.type}`;
  return {
    routing_key: vendorKey(endpoint, 'pagerduty', 'integration key of the PagerDuty service (Events API v2)'),
    event_action: incidentEffect(event) === 'opens' ? 'trigger' : 'resolve',
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
