import { describe, expect, it } from 'vitest';
import type { StatementRisk } from '../../../src/migrations/analysis/risk/assess-file.js';
import { describePlanChange } from '../../../src/runner/plan/plan-change.js';
import { type PlannedMigration, type RunPlanDocument, withHash } from '../../../src/runner/plan/run-plan.js';

const statement: StatementRisk = {
  line: 3,
  command: 'DROP TABLE',
  tier: 'destructive',
  locks: [{ mode: 'ACCESS EXCLUSIVE', table: 'users' }],
  rewrites: false,
  scans: false,
  findings: [],
};

function migration(name: string, changes: Partial<PlannedMigration> = {}): PlannedMigration {
  return {
    version: name.slice(0, 3),
    name,
    title: null,
    file: `db/migrations/${name}.up.sql`,
    checksum: 'a'.repeat(64),
    verifyChecksum: null,
    invariantChecksum: null,
    transactional: true,
    requiresApproval: false,
    tier: 'destructive',
    phases: null,
    statements: [statement],
    ...changes,
  };
}

function plan(changes: Partial<RunPlanDocument> = {}): RunPlanDocument {
  return withHash({
    ruleSetVersion: 1,
    project: 'public.tb_confiture',
    environment: 'production',
    database: { name: 'shop', systemIdentifier: '1', oid: '5' },
    direction: 'up',
    approvalRules: [],
    tier: 'destructive',
    migrations: [migration('001_a'), migration('002_b')],
    ...changes,
  });
}

function withFinding(directive: string | null): PlannedMigration {
  const finding = {
    rule: 'ban-drop-table',
    subject: 'users',
    message: 'Drops it.',
    saferWay: null,
    silencedBy: directive === null ? null : { directive, line: 2 },
  } as const;
  return migration('001_a', { statements: [{ ...statement, findings: [finding] }] });
}

const before = plan();

describe('the hash of a plan', () => {
  it('is the same for the same plan, whatever the words of its messages are', () => {
    const finding = { rule: 'ban-drop-table', subject: 'users', saferWay: null, silencedBy: null } as const;
    const worded = (message: string) =>
      plan({
        migrations: [
          migration('001_a', { statements: [{ ...statement, findings: [{ ...finding, message }] }] }),
        ],
      });
    expect(worded('one').hash).toBe(worded('other').hash);
    expect(worded('one').hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is of the system and the database in it where these are known, and of the name elsewhere', () => {
    const renamed = plan({ database: { ...before.database, name: 'shop2' } });
    expect(renamed.hash).toBe(before.hash);
    const nameless = { systemIdentifier: null, oid: null };
    expect(plan({ database: { name: 'a', ...nameless } }).hash).not.toBe(
      plan({ database: { name: 'b', ...nameless } }).hash,
    );
  });

  const changes: readonly (readonly [what: string, change: Partial<RunPlanDocument>, told: string[]])[] = [
    ['environment', { environment: 'staging' }, ['it was made for environment production']],
    [
      'database',
      { database: { name: 'shop', systemIdentifier: '1', oid: '6' } },
      ['it was made for another database, shop'],
    ],
    [
      'ledger',
      { project: 'app.tb_confiture' },
      ['its ledger was public.tb_confiture and is app.tb_confiture'],
    ],
    ['direction', { direction: 'down' }, ['it was a plan of `migrate up`']],
    ['rules', { approvalRules: [{ count: 2 }] }, ['the rules for approvals have changed']],
    ['rule set', { ruleSetVersion: 2 }, ['this version of Confiture judges statements by other rules']],
    [
      'order',
      { migrations: [migration('002_b'), migration('001_a')] },
      ['the migrations are in another order'],
    ],
    ['end', { migrations: [migration('001_a')] }, ['002_b is no longer part of it']],
    [
      'additions',
      { migrations: [migration('001_a'), migration('002_b'), migration('003_c')] },
      ['003_c has been added'],
    ],
    [
      'files',
      { migrations: [migration('001_a', { checksum: 'b'.repeat(64) }), migration('002_b')] },
      ['db/migrations/001_a.up.sql has changed'],
    ],
    [
      'checks',
      { migrations: [migration('001_a', { verifyChecksum: 'b'.repeat(64) }), migration('002_b')] },
      ['the .verify.sql of 001_a has changed'],
    ],
    [
      'invariants',
      { migrations: [migration('001_a'), migration('002_b', { invariantChecksum: 'b'.repeat(64) })] },
      ['the .invariant.sql of 002_b has changed'],
    ],
    [
      'tiers',
      { migrations: [migration('001_a', { tier: 'additive', statements: [] }), migration('002_b')] },
      ['001_a was destructive and is additive'],
    ],
    [
      'locks',
      { migrations: [migration('001_a', { statements: [{ ...statement, locks: [] }] }), migration('002_b')] },
      ['the findings of 001_a have changed, first at line 3'],
    ],
    [
      'findings',
      { migrations: [withFinding(null), migration('002_b')] },
      ['the findings of 001_a have changed, first at line 3'],
    ],
  ];

  it.each(changes)('changes with the %s, and the change is told', (_what, change, told) => {
    const now = plan(change);
    expect(now.hash).not.toBe(before.hash);
    expect(describePlanChange(before, now)).toEqual(told);
  });

  it('changes with what silences a finding, and the change is told', () => {
    const silenced = plan({ migrations: [withFinding('squawk-ignore')] });
    const heard = plan({ migrations: [withFinding(null)] });
    expect(heard.hash).not.toBe(silenced.hash);
    expect(describePlanChange(silenced, heard)).toEqual([
      'the findings of 001_a have changed, first at line 3',
    ]);
  });

  it('tells nothing of the same plan', () => {
    expect(describePlanChange(before, plan())).toEqual([]);
  });
});
