import { describe, expect, it } from 'vitest';
import type { Approval, Verb } from '../../../../src/runner/lifecycle/approval/approval.js';
import { refusalOf } from '../../../../src/runner/lifecycle/approval/judge-decision.js';
import { approvalOf, decided } from './sample-approval.js';

const rule = { tiers: null, count: 1, approvers: null, forbidSelf: false };
const requirement = (more: object) => ({ rules: [{ ...rule, ...more }], reasons: [] });
const LATER = new Date('2026-01-10T12:00:00Z');

describe('a decision', () => {
  it.each<[Verb, string, Partial<Approval>, string]>([
    ['grant', 'ben', {}, 'allowed'],
    ['deny', 'ben', {}, 'allowed'],
    ['revoke', 'ben', {}, 'APPROVAL_DECIDED'],
    ['grant', 'cid', { decisions: [decided('grant')] }, 'APPROVAL_DECIDED'],
    ['deny', 'cid', { decisions: [decided('grant')] }, 'APPROVAL_DECIDED'],
    ['revoke', 'cid', { decisions: [decided('grant')] }, 'allowed'],
    ['revoke', 'cid', { decisions: [decided('deny')] }, 'allowed'],
    ['grant', 'cid', { decisions: [decided('deny')] }, 'APPROVAL_DECIDED'],
    ['grant', 'ben', { readAt: LATER }, 'APPROVAL_DECIDED'],
    ['grant', 'ben', { supersededBy: 'apr_2' }, 'APPROVAL_DECIDED'],
    ['revoke', 'ben', { decisions: [decided('grant')], usedAt: LATER }, 'APPROVAL_DECIDED'],
    ['grant', 'ann@server', {}, 'allowed'],
    ['grant', 'ann@server', { requirement: requirement({ forbidSelf: true }) }, 'APPROVER_REFUSED'],
    ['deny', 'ann@server', { requirement: requirement({ forbidSelf: true, approvers: ['ben'] }) }, 'allowed'],
    [
      'grant',
      'cid',
      { requirement: requirement({ forbidSelf: true }), authors: ['cid@example.com'] },
      'APPROVER_REFUSED',
    ],
    ['grant', 'cid', { authors: ['cid@example.com'] }, 'allowed'],
    ['grant', 'dan', { requirement: requirement({ approvers: ['ben'] }) }, 'APPROVER_REFUSED'],
    ['deny', 'dan', { requirement: requirement({ approvers: ['ben'] }) }, 'APPROVER_REFUSED'],
    [
      'grant',
      'ben',
      { requirement: requirement({ count: 2 }), decisions: [decided('grant')] },
      'APPROVAL_DECIDED',
    ],
    ['revoke', 'cid', { requirement: requirement({ count: 2 }), decisions: [decided('grant')] }, 'allowed'],
  ])('to %s by %s on %o is %s', (verb, actor, more, expected) => {
    expect(refusalOf(approvalOf(more), verb, actor)?.code ?? 'allowed').toBe(expected);
  });

  it('that comes second is told who has decided, and when', () => {
    const refusal = refusalOf(approvalOf({ decisions: [decided('deny')] }), 'grant', 'cid');
    expect(refusal).toMatchObject({
      message: 'apr_1 was denied by ben at 2026-01-09 12:00:00Z',
      details: { actor: 'ben', at: '2026-01-09T12:00:00.000Z', state: 'denied' },
    });
    expect(refusal?.hint).toContain('confiture approvals revoke apr_1');
  });

  it('on a grant that was not used in time is not told that there was no decision', () => {
    const late = approvalOf({ decisions: [decided('grant')], readAt: LATER });
    expect(refusalOf(late, 'grant', 'cid')?.message).toMatch(/^apr_1 was not used in time/);
    expect(refusalOf(approvalOf({ readAt: LATER }), 'grant', 'cid')?.message).toMatch(
      /^apr_1 was not decided on in time/,
    );
  });

  it('on a stale request is told what took its place', () => {
    expect(refusalOf(approvalOf({ supersededBy: 'apr_2' }), 'grant', 'ben')?.message).toContain('apr_2');
  });
});
