import type { Approval, Decision, Verb } from '../../../../src/runner/lifecycle/approval/approval.js';
import { type RunPlanDocument, withHash } from '../../../../src/runner/plan/run-plan.js';

const NOON = new Date('2026-01-09T12:00:00Z');

type PlannedMigration = RunPlanDocument['migrations'][number];

/** `005` as `005_change`, with a file of this content. */
export function planned(version: string, content = 'a'): PlannedMigration {
  return {
    version,
    name: `${version}_change`,
    title: null,
    file: `db/migrations/${version}_change.up.sql`,
    checksum: content.repeat(64),
    verifyChecksum: null,
    invariantChecksum: null,
    transactional: true,
    requiresApproval: false,
    tier: 'additive',
    phases: null,
    statements: [],
  };
}

export function planOf(
  migrations: readonly PlannedMigration[],
  more: Partial<RunPlanDocument> = {},
): RunPlanDocument {
  return withHash({
    ruleSetVersion: 1,
    project: 'public.tb_confiture',
    environment: 'production',
    database: { name: 'shop', systemIdentifier: '1', oid: '2' },
    direction: 'up',
    approvalRules: [],
    tier: 'additive',
    migrations,
    ...more,
  });
}

export function decided(verb: Verb, actor = 'ben'): Decision {
  return { verb, actor, source: 'cli', comment: null, at: NOON };
}

/** A request of ann's that is in force and waits for one grant of anybody. */
export function approvalOf(more: Partial<Approval> = {}): Approval {
  const plan = more.plan ?? planOf([planned('001'), planned('002')]);
  return {
    id: 'apr_1',
    environment: 'production',
    direction: 'up',
    planHash: plan.hash,
    plan,
    requirement: {
      rules: [{ tiers: null, count: 1, approvers: null, forbidSelf: false }],
      reasons: ['A rule asks for it before every run.'],
    },
    runId: 'run_1',
    phase: null,
    requestedBy: 'ann@laptop',
    requestedSource: 'cli',
    authors: [],
    database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
    createdAt: NOON,
    expiresAt: new Date(NOON.getTime() + 86_400_000),
    endedAt: null,
    supersededBy: null,
    usedAt: null,
    applied: [],
    decisions: [],
    readAt: NOON,
    ...more,
  };
}
