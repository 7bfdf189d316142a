import { z } from 'zod';
import { approvalStates } from '../../runner/lifecycle/approval/approval-state.js';
import { pageSchema } from './paging.js';
import { PlannedMigration, Tier } from './plan.js';
import { Time } from './time.js';

export const ApprovalState = z.enum(approvalStates);

const Decision = z.strictObject({
  verb: z.enum(['grant', 'deny', 'revoke']),
  actor: z.string(),
  actor_source: z.enum(['cli', 'ci', 'token']),
  comment: z.string().nullable(),
  decided_at: Time,
});

const fields = {
  id: z.string(),
  state: ApprovalState,
  environment: z.string(),
  direction: z.enum(['up', 'down']),
  plan_hash: z.string(),
  migrations: z.array(z.strictObject({ version: z.string(), name: z.string() })),
  phase: z
    .strictObject({ version: z.string(), phase: z.string() })
    .nullable()
    .meta({ description: 'The phase before which a run has stopped; null where the whole plan waits.' }),
  tiers: z.array(Tier),
  reasons: z.array(z.string()),
  approvers: z.array(z.string()).meta({ description: 'Who may decide; empty where everybody may.' }),
  forbid_self: z.boolean(),
  required_count: z.int(),
  granted_count: z.int(),
  requested_by: z.string(),
  requested_source: z.enum(['cli', 'ci', 'token']),
  run_id: z.string().nullable(),
  created_at: Time,
  expires_at: Time,
  used_at: Time.nullable(),
  superseded_by: z.string().nullable(),
  decisions: z.array(Decision),
  seconds_left: z.number().meta({
    description: 'Until it expires, by the clock of the database; 0 where nothing can be decided any more.',
  }),
  server_time: Time.meta({ description: 'The clock of the database, at this answer.' }),
};

const Approval = z.strictObject(fields).meta({ id: 'Approval' });
export const ApprovalList = pageSchema('ApprovalList', Approval);

export const ApprovalDetail = z
  .strictObject({
    ...fields,
    plan: z.array(PlannedMigration).meta({ description: 'What is asked for, with statements and findings.' }),
    changed: z.array(z.string()).meta({
      description: 'Files of this server that are no longer what is asked for; empty where none is.',
    }),
    refusals: z
      .strictObject({
        grant: z.string().nullable(),
        deny: z.string().nullable(),
        revoke: z.string().nullable(),
      })
      .meta({ description: 'Why the caller may not decide so, as sentences; null where that is possible.' }),
    command: z
      .string()
      .nullable()
      .meta({ description: 'What a person types to agree; null where nothing waits.' }),
  })
  .meta({ id: 'ApprovalDetail' });

const MOST_IN_COMMENT = 20_000;
const planHash = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'The `plan_hash` that was looked at; with another one nothing is decided.' });

export const OptionalComment = z
  .strictObject({ comment: z.string().max(MOST_IN_COMMENT).optional(), plan_hash: planHash })
  .meta({ id: 'ApprovalDecision' });
export const RequiredComment = z
  .strictObject({ comment: z.string().trim().min(1).max(MOST_IN_COMMENT), plan_hash: planHash })
  .meta({ id: 'ApprovalDenial' });
