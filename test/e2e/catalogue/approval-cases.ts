import { expect } from 'vitest';
import type { ParsedEvent } from '../../../src/events/parse/parse-event.js';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage } from './stage.js';

/** Events of plans that wait for approval. */
export const approvalCases: readonly CatalogueCase[] = [
  {
    title: 'a plan that is denied, one that is granted, and one that is not decided on in time',
    types: ['approval.required', 'approval.granted', 'approval.denied', 'approval.timeout'],
    async play() {
      const rule = { tiers: ['destructive'], approvers: ['ben', 'mona'], forbidSelf: true };
      const stage = await createStage({ config: { approvals: [rule] } });
      await stage.database.query('create table carts (id integer)');
      await stage.project.migration('001_carts', 'drop table carts;');
      const up = (...flags: string[]) => stage.runAs('ann', 'migrate', 'up', ...flags);
      expect(await up()).toBe(9);
      const required = await stage.waitFor('approval.required');
      const id = required.data.approval_id;
      const asked = {
        approval_id: id,
        plan_hash: expect.stringMatching(/^sha256:/),
        run_id: expect.stringMatching(/^run_/),
        direction: 'up',
        migrations: ['001_carts'],
        phase: null,
        tiers: ['destructive'],
        reasons: ['A rule asks for it before destructive statements.'],
        approvers: ['ben', 'mona'],
        forbid_self: true,
        required_count: 1,
        requested_by: 'ann',
        expires_at: expect.any(String),
      };
      expect(required.data).toMatchObject({
        ...asked,
        granted_count: 0,
        actor: null,
        command: `confiture approvals grant ${id} --comment TEXT`,
      });
      const note = "no; password 'invented-secret-y2'";
      expect(await stage.runAs('mona', 'approvals', 'deny', id, '--comment', note)).toBe(0);
      const denied = await stage.waitFor('approval.denied');
      expect(denied.data).toMatchObject({
        ...asked,
        actor: 'mona',
        actor_source: 'ci',
        decision: 'deny',
        command: null,
      });
      expect(denied.data.reason).toMatch(/^no; password /);
      expect(JSON.stringify(denied)).not.toContain('invented-secret');
      expect(await stage.runAs('ben', 'approvals', 'revoke', id, '--comment', 'agreed by now')).toBe(0);
      const revoked = await stage.waitFor('approval.denied', ({ data }) => data.decision === 'revoke');
      expect(revoked.data).toMatchObject({ actor: 'ben', reason: 'agreed by now', granted_count: 0 });
      expect(await up()).toBe(9);
      const again = stage.events().filter(isRequired).at(-1)?.data.approval_id ?? '';
      expect(again).not.toBe(id);
      expect(await stage.runAs('ben', 'approvals', 'grant', again)).toBe(0);
      const granted = await stage.waitFor('approval.granted');
      expect(granted.data).toMatchObject({
        approval_id: again,
        actor: 'ben',
        reason: null,
        granted_count: 1,
      });
      expect(await up()).toBe(0);
      await stage.waitFor('migration.completed');
      const phases = stage.events().flatMap((it) => (it.type === 'migration.phase.completed' ? it.data : []));
      expect(phases.sort((one, other) => one.phase_number - other.phase_number)).toMatchObject([
        { phase: 'preflight', phase_number: 1, total_phases: 2 },
        { phase: 'execute', phase_number: 2, total_phases: 2 },
      ]);
      await stage.database.query('create table carts (id integer)');
      await stage.project.migration('002_carts', 'drop table carts;');
      expect(await up('--approval-timeout', '100')).toBe(9);
      const late = await stage.waitFor('approval.timeout');
      expect(late.data).toMatchObject({ migrations: ['002_carts'], granted_count: 0, actor: null });
      expect(stage.events().map(({ type }) => type)).not.toContain('migration.failed');
      return stage.events();
    },
  },
];

function isRequired(event: ParsedEvent): event is ParsedEvent<'approval.required'> {
  return event.type === 'approval.required';
}
