import { expect, it } from 'vitest';
import type { AuditEntry } from '../../../../../src/server/dashboard/api/generated.js';
import { hrefOfSubject } from '../../../../../src/server/dashboard/screens/audit/subject-link.js';

it.each([
  ['run', 'run_1', '/runs/run_1'],
  ['webhook', 'whk_1', '/endpoints/whk_1'],
  ['approval', 'apr_1', '/approvals/apr_1'],
  ['delivery', 'dlv_1', '/deliveries/dlv_1'],
  ['migration', '001/a b', '/migrations/001%2Fa%20b'],
  ['job', 'job_1', '/deliveries?job=job_1'],
  ['token', 'tok_1', null],
  ['run', null, null],
])('leads from %s %s to %s', (kind, id, href) => {
  expect(hrefOfSubject({ subject_kind: kind, subject_id: id } as AuditEntry)).toBe(href);
});
