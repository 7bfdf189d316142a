import { describe, expect, it } from 'vitest';
import { isFor, isRestOf, isSameCourse } from '../../../../../src/runner/lifecycle/approval/gate/coverage.js';
import { approvalOf, planned, planOf } from '../sample-approval.js';

const [first, second, third] = [planned('001'), planned('002'), planned('003')];
const plan = planOf([first, second, third]);
const approval = approvalOf({ plan, applied: ['001'] });
const elsewhere = { database: { name: 'shop', systemIdentifier: '9', oid: '2' } };

describe('a request', () => {
  it('is for its own plan alone', () => {
    expect(isFor(approval, plan, null)).toBe(true);
    expect(isFor(approval, planOf([first, second]), null)).toBe(false);
    expect(isFor(approval, planOf([first, second, third], elsewhere), null)).toBe(false);
    expect(isFor(approval, plan, { version: '002', phase: 'switch' })).toBe(false);
  });

  it('for a phase is for the same phase of the same file, whatever else is due', () => {
    const phase = { version: '002', phase: 'switch' };
    const asked = approvalOf({ plan, phase });
    expect(isFor(asked, planOf([second]), phase)).toBe(true);
    expect(isFor(asked, planOf([second]), { ...phase, phase: 'other' })).toBe(false);
    expect(isFor(asked, planOf([planned('002', 'b')]), phase)).toBe(false);
    expect(isFor(asked, planOf([second], elsewhere), phase)).toBe(false);
    expect(isFor(asked, plan, null)).toBe(false);
  });

  it.each([
    ['what is left', planOf([second, third]), true],
    ['less', planOf([second]), false],
    ['more', planOf([second, third, planned('004')]), false],
    ['another order', planOf([third, second]), false],
    ['an edited file', planOf([second, planned('003', 'b')]), false],
    ['what was applied under it and undone since', planOf([first, second, third]), false],
    ['other rules', planOf([second, third], { approvalRules: [{}] }), false],
    ['another database', planOf([second, third], elsewhere), false],
    ['another environment', planOf([second, third], { environment: 'staging' }), false],
    ['another ledger', planOf([second, third], { project: 'app.tb_confiture' }), false],
    ['the other direction', planOf([second, third], { direction: 'down' }), false],
  ])('covers after its first commit: %s', (_what, due, isCovered) => {
    expect(isRestOf(approval, due)).toBe(isCovered);
  });

  it('stays in force beside one for a run that goes less far', () => {
    expect(isSameCourse(plan, planOf([first]))).toBe(true);
    expect(isSameCourse(planOf([first]), plan)).toBe(true);
    expect(isSameCourse(plan, planOf([second]))).toBe(false);
    expect(isSameCourse(plan, planOf([first, second, planned('003', 'b')]))).toBe(false);
  });
});
