import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../../src/runner/lifecycle/approval/approval.js';
import {
  type ApprovalState,
  grantedCount,
  missingGrants,
  stateOf,
} from '../../../../src/runner/lifecycle/approval/approval-state.js';
import { approvalOf, decided } from './sample-approval.js';

const LATER = new Date('2026-01-10T12:00:00Z');

describe('the state of a request', () => {
  it.each<[ApprovalState, string, Partial<Approval>]>([
    ['pending', 'nothing was decided', {}],
    ['granted', 'it has the grants it needs', { decisions: [decided('grant')] }],
    ['denied', 'one person has denied it', { decisions: [decided('deny')] }],
    [
      'denied',
      'one has denied it after another had granted it',
      twoGrants(decided('grant'), decided('deny', 'cid')),
    ],
    [
      'revoked',
      'a grant was taken back',
      { decisions: [decided('grant'), decided('revoke')], endedAt: LATER },
    ],
    ['expired', 'its time is over', { readAt: LATER }],
    ['expired', 'its time is over though it was granted', { decisions: [decided('grant')], readAt: LATER }],
    ['expired', 'a run has stopped waiting for it', { endedAt: LATER }],
    ['denied', 'it was denied, even when its time is over', { decisions: [decided('deny')], readAt: LATER }],
    ['stale', 'another plan was asked for', { decisions: [decided('grant')], supersededBy: 'apr_2' }],
    [
      'used',
      'something was committed under it',
      { decisions: [decided('grant')], usedAt: LATER, readAt: LATER },
    ],
  ])('is %s where %s', (state, _where, more) => {
    expect(stateOf(approvalOf(more))).toBe(state);
  });

  it('counts each person once, whatever the host', () => {
    const two = approvalOf(twoGrants(decided('grant', 'ben@laptop'), decided('grant', 'Ben@server')));
    expect([grantedCount(two), missingGrants(two), stateOf(two)]).toEqual([1, 1, 'pending']);
  });

  it('asks for the grants of every rule, from the people that each names', () => {
    const rule = { tiers: null, count: 1, forbidSelf: false };
    const rules = [
      { ...rule, approvers: ['ben'] },
      { ...rule, approvers: ['cid'] },
    ];
    const requirement = { rules, reasons: [] };
    expect(stateOf(approvalOf({ requirement, decisions: [decided('grant', 'ben')] }))).toBe('pending');
    const both = [decided('grant', 'ben'), decided('grant', 'cid')];
    expect(stateOf(approvalOf({ requirement, decisions: both }))).toBe('granted');
  });
});

function twoGrants(...decisions: Approval['decisions'][number][]): Partial<Approval> {
  const rules = [{ tiers: null, count: 2, approvers: null, forbidSelf: false }];
  return { requirement: { rules, reasons: [] }, decisions };
}
