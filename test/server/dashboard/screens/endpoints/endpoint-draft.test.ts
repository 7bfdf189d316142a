import { expect, it } from 'vitest';
import type { Webhook } from '../../../../../src/server/dashboard/api/generated.js';
import {
  changedFields,
  draftOf,
  NEW_ENDPOINT,
  patchOf,
  rebased,
  requestOf,
} from '../../../../../src/server/dashboard/screens/endpoints/endpoint-draft.js';

const stored: Webhook = {
  id: 'whk_1',
  name: 'billing',
  source: 'database',
  url: 'https://billing.example/***',
  events: ['migration.*', 'run.failed'],
  format: 'envelope',
  schedule: [0, 5.5, 30],
  timeout_ms: 30_000,
  allow_insecure: false,
  headers: { 'X-Team': '***' },
  secret_hint: 'abcd',
  rotated_at: null,
  overlap_until: null,
  state: 'enabled',
  disabled_at: null,
  disabled_reason: null,
  failing_since: null,
  failures: 0,
  key_id: 'k1',
  locked: null,
  created_at: null,
  created_by: null,
  updated_at: null,
  url_changed_at: null,
  version: 1,
};

it('asks for what was typed, without a name that was left empty', () => {
  const draft = {
    ...NEW_ENDPOINT,
    url: ' https://billing.example/in ',
    events: 'migration.*, ,run.failed',
    headers: 'X-Team: payments\n\nX-Url: https://a:1\nX-Gone:',
  };
  expect(requestOf(draft)).toEqual({
    url: 'https://billing.example/in',
    events: ['migration.*', 'run.failed'],
    format: 'envelope',
    schedule: 'sensei',
    timeout_ms: 30_000,
    headers: { 'X-Team': 'payments', 'X-Url': 'https://a:1' },
  });
});

it('changes nothing that is typed as it was', () => {
  expect(patchOf(draftOf(stored), draftOf(stored))).toEqual({});
});

it('changes what is typed otherwise, and takes away a header whose value is empty', () => {
  const draft = {
    ...draftOf(stored),
    schedule: '0, 60',
    headers: 'X-Team:\nX-New: 1',
    url: 'https://b.example',
  };
  expect(patchOf(draft, draftOf(stored))).toEqual({
    url: 'https://b.example',
    schedule: [0, 60],
    headers: { 'X-Team': null, 'X-New': '1' },
  });
});

it('keeps what was typed when another change came before, and takes over the rest', () => {
  const before = draftOf(stored);
  const now = { ...stored, events: ['*'], format: 'flat' };
  const typed = { ...before, events: 'run.*' };
  const next = rebased(typed, before, draftOf(now));
  expect(next).toEqual({ ...before, events: 'run.*', format: 'flat' });
  expect(patchOf(next, draftOf(now))).toEqual({ events: ['run.*'] });
});

it('names what another has changed, a URL by the time at which it was set', () => {
  const now = {
    ...stored,
    timeout_ms: 5_000,
    url_changed_at: '2026-01-09T14:00:00.000Z',
    headers: {},
    state: 'disabled' as const,
  };
  expect(changedFields(stored, now)).toEqual([
    ['URL', 'https://billing.example/***, set 2026-01-09T14:00:00.000Z'],
    ['Time-out', '5000 ms'],
    ['Headers', 'none'],
    ['State', 'switched off'],
  ]);
});
