import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import * as approval from '../../../src/events/catalog/approval.js';
import { certificateGenerated } from '../../../src/events/catalog/certificate.js';
import { migrationCreated } from '../../../src/events/catalog/created.js';
import * as endpoint from '../../../src/events/catalog/endpoint.js';
import * as error from '../../../src/events/catalog/error.js';
import * as migration from '../../../src/events/catalog/migration.js';
import * as phase from '../../../src/events/catalog/phase.js';
import * as run from '../../../src/events/catalog/run.js';
import * as steering from '../../../src/events/catalog/steering.js';
import * as validation from '../../../src/events/catalog/validation.js';
import { catalog } from '../../../src/events/catalog.js';
import type { EventFact } from '../../../src/events/event.js';
import { eventTypes } from '../../../src/events/patterns.js';

const secret = 'postgres://ada:invented-password@db.example.com/shop';
const database = { host: 'db.example.com:5432', name: 'shop', schema: 'public', url: secret };
const actor = { actor: 'ada@laptop', source: 'cli', commit: '4f2c1d7', link: secret } as const;
const reason = `see ${secret}`;
const startedAt = new Date(1_000);
const endedAt = new Date(3_500);
const of = { runId: 'run_x', database, version: '005', name: '005_a', title: reason, startedAt, endedAt };
const facts = { type: 'UniqueViolation', message: 'could not', sqlstate: '23505', query: secret };
const steered = { direction: 'up', run: of, actor, reason } as const;
const wholeRun: run.RunFacts = {
  ...of,
  direction: 'down',
  total: 2,
  done: 1,
  versions: ['005'],
  fromVersion: '005',
  toVersion: null,
  planHash: null,
  actor,
  reason,
};
const turn: phase.PhaseFacts = {
  direction: 'up',
  run: of,
  phase: 'data_transfer',
  number: 3,
  total: 5,
  recordsProcessed: 7,
  errorsRecovered: 1,
  errorsEscalated: 0,
};
const request: approval.ApprovalFacts = {
  approvalId: 'apr_x',
  planHash: 'abc',
  runId: null,
  direction: 'up',
  database,
  migrations: ['005_a'],
  phase: null,
  tiers: ['destructive'],
  reasons: [reason],
  approvers: ['grace'],
  forbidSelf: true,
  requiredCount: 2,
  grantedCount: 1,
  requestedBy: 'ada',
  expiresAt: endedAt,
  actor,
  reason,
  decision: 'deny',
  command: 'confiture approvals grant apr_x',
};
const errorRun: error.ErrorRun = {
  errorId: 'err_x',
  direction: 'up',
  run: of,
  phase: 'execute',
  attempts: 2,
};
const checks = { run: of, checks: 1, files: ['005_a.verify.sql'] };
const failure = {
  file: '005_a.verify.sql',
  query: 1,
  reason,
  rows_before: null,
  rows_after: 1,
  rows_different: 1,
  value: secret,
};
const receiver = { hook: 'webhooks', endpoint: 'ops', failures: 10, failingSince: startedAt };

const made: readonly EventFact[] = [
  migrationCreated({ version: '005', name: '005_a', title: reason, files: ['005_a.up.sql'], actor }),
  migration.migrationStarted('up', of, 1),
  migration.migrationDone('up', { ...of, rowsAffected: 1 }),
  migration.migrationDone('down', { ...of, rowsAffected: null }),
  migration.migrationFailed('up', of, facts),
  steering.migrationPaused(steered),
  steering.migrationResumed({ ...steered, reason: null }),
  steering.migrationCancelled({ ...steered, actor: null }),
  phase.phaseStarted({ ...turn, recordsProcessed: null }),
  phase.phaseCompleted(turn),
  phase.phaseFailed(turn, facts),
  run.runStarted({ ...wholeRun, endedAt: null }),
  run.runCompleted(wholeRun),
  run.runFailed(wholeRun, `005_a ${secret}`, facts),
  run.runCancelled({ ...wholeRun, reason: null }),
  approval.approvalRequired({ ...request, actor: null, expiresAt: null }),
  approval.approvalGranted(request),
  approval.approvalDenied(request),
  approval.approvalTimeout(request),
  error.errorOccurred(errorRun, facts),
  error.errorRecovered(errorRun),
  error.errorEscalated(errorRun, facts),
  error.errorResolved(errorRun, 'baselined', actor),
  validation.validationStarted(checks),
  validation.validationCompleted(checks),
  validation.validationFailed(checks, [failure], true),
  certificateGenerated({
    certificateId: 'crt_x',
    run: of,
    planHash: null,
    keyId: 'k',
    queries: 1,
    sha256: '0'.repeat(64),
  }),
  endpoint.endpointFailing({ ...receiver, reason: 'it answered 503', oldestWaitingSince: null }),
  endpoint.endpointRecovered({ ...receiver, failingSince: null }),
  endpoint.endpointDisabled({ ...receiver, reason: 'it answered 410 Gone' }),
  endpoint.endpointRemoved({ ...receiver, reason: 'removed by ada', discarded: 3 }),
];

const ajv = addFormats.default(new Ajv2020.default({ strict: true, allowUnionTypes: true }));

test.each(made)('$type: what is made of facts fits the schema', ({ type, data }) => {
  expect(ajv.validate(catalog[type].schema, data), ajv.errorsText(ajv.errors)).toBe(true);
});

test.each(made)(
  '$type: nothing but named fields is taken over, and what people type is masked',
  ({ data }) => {
    expect(JSON.stringify(data)).not.toContain('invented-password');
  },
);

test('every type has a function that makes its fact, but for the test of an endpoint', () => {
  expect(new Set(made.map(({ type }) => type))).toEqual(
    new Set(eventTypes.filter((type) => type !== 'webhook.test')),
  );
});
