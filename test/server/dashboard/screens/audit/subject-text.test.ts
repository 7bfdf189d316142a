import { expect, it } from 'vitest';
import { subjectText } from '../../../../../src/server/dashboard/screens/audit/subject-text.js';

it.each([
  ['deploy-bot', 'token', 'tok_1', { name: 'deploy-bot', state: 'revoked' }],
  ['tok_1', 'token', 'tok_1', null],
  ['apr_1', 'approval', 'apr_1', { state: 'granted', name: '' }],
  ['whk_1', 'webhook', 'whk_1', { name: 7 }],
  ['all runs', 'run', null, null],
  ['deliveries of a filter', 'delivery', null, { filter: {}, changed: 3 }],
  ['key', 'key', null, null],
] as const)('an entry is about what has a name by that, else by its id: %s', (text, kind, id, after) => {
  expect(subjectText({ subject_kind: kind, subject_id: id, after })).toBe(text);
});
