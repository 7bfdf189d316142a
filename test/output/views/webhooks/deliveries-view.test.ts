import { expect, it } from 'vitest';
import { type DeliveryRow, deliveriesView } from '../../../../src/output/views/webhooks/deliveries-view.js';
import { plainTheme } from '../../captured-output.js';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute, 5));

const row: DeliveryRow = {
  id: 'dlv_1',
  eventType: 'migration.failed',
  migration: '001_a',
  endpoint: 'default',
  state: 'waiting',
  attempts: 1,
  createdAt: at(30),
  settledAt: null,
  dueAt: at(40),
  lastResult: 'HTTP 503',
  leased: false,
  reachable: true,
  disabledReason: null,
  throttledUntil: null,
};

it('says of each delivery when its event happened, and when it is due or was settled', () => {
  const failed = { ...row, id: 'dlv_2', state: 'failed', dueAt: null, settledAt: at(50) } as const;
  expect(`\n${deliveriesView([row, failed], plainTheme())}`).toMatchInlineSnapshot(`
    "
    Delivery   Endpoint   Event              Migration   State     Attempts   Event at (UTC)         What is known
    dlv_1      default    migration.failed   001_a       waiting          1   2026-03-01 12:30:05Z   due 2026-03-01 12:40:05Z; last: HTTP 503
    dlv_2      default    migration.failed   001_a       failed           1   2026-03-01 12:30:05Z   HTTP 503 at 2026-03-01 12:50:05Z"
  `);
});
