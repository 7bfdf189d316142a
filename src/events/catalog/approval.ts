import { maskKnownSecrets } from '../../redaction/redaction.js';
import type { DatabaseFacts } from '../facts.js';
import { type ActionData, type ActorFacts, actionData, actionProperties, actorSample } from './actor.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
  databaseData,
  databaseSchema,
  directionSchema,
  type EventDirection,
  migrationSample,
} from './migration-data.js';
import {
  about,
  closed,
  count,
  flag,
  type JsonSchema,
  listOf,
  matching,
  nullableMatching,
  nullableText,
  nullableTime,
  text,
} from './schema.js';

/** What a person did about a request; `revoke` takes a grant or a denial back. */
type Decision = 'grant' | 'deny' | 'revoke';

/** A plan that waits for approval, or was decided on. `actor` and `reason` are those of the decision. */
export interface ApprovalData extends ActionData {
  /** `apr_…` */
  readonly approval_id: string;
  readonly plan_hash: string;
  /** The run that asked; null where it was no run. */
  readonly run_id: string | null;
  readonly direction: EventDirection;
  readonly database: DatabaseFacts;
  /** Names of the migrations of the plan, in order. */
  readonly migrations: readonly string[];
  /** The phase that needs it; null where the whole plan does. */
  readonly phase: string | null;
  /** Risk tiers in the plan, the highest first. */
  readonly tiers: readonly string[];
  /** Why it is needed, in sentences, masked. */
  readonly reasons: readonly string[];
  /** Who may decide, as the rules say it; empty where all may. */
  readonly approvers: readonly string[];
  /** True where the one who asked may not decide. */
  readonly forbid_self: boolean;
  readonly required_count: number;
  readonly granted_count: number;
  readonly requested_by: string | null;
  /** When the request, or the grant, loses its force. */
  readonly expires_at: string | null;
  /** What `actor` did; null where nothing was decided. */
  readonly decision: Decision | null;
  /** The command that decides; null where nothing is left to decide. */
  readonly command: string | null;
}

/** Data of the events about approvals. */
export interface ApprovalEvents {
  'approval.required': ApprovalData;
  'approval.granted': ApprovalData;
  'approval.denied': ApprovalData;
  'approval.timeout': ApprovalData;
}

export interface ApprovalFacts {
  readonly approvalId: string;
  readonly planHash: string;
  readonly runId: string | null;
  readonly direction: EventDirection;
  readonly database: DatabaseFacts;
  readonly migrations: readonly string[];
  readonly phase: string | null;
  readonly tiers: readonly string[];
  /** Sentences that hold no SQL text. */
  readonly reasons: readonly string[];
  readonly approvers: readonly string[];
  readonly forbidSelf: boolean;
  readonly requiredCount: number;
  readonly grantedCount: number;
  readonly requestedBy: string | null;
  readonly expiresAt: Date | null;
  /** Who decided; null where that is open, or time did. */
  readonly actor: ActorFacts | null;
  /** As typed; null where none was given. */
  readonly reason: string | null;
  readonly decision: Decision | null;
  readonly command: string | null;
}

export function approvalRequired(facts: ApprovalFacts): FactOf<Pick<ApprovalEvents, 'approval.required'>> {
  return { type: 'approval.required', data: dataOf(facts) };
}

export function approvalGranted(facts: ApprovalFacts): FactOf<Pick<ApprovalEvents, 'approval.granted'>> {
  return { type: 'approval.granted', data: dataOf(facts) };
}

export function approvalDenied(facts: ApprovalFacts): FactOf<Pick<ApprovalEvents, 'approval.denied'>> {
  return { type: 'approval.denied', data: dataOf(facts) };
}

export function approvalTimeout(facts: ApprovalFacts): FactOf<Pick<ApprovalEvents, 'approval.timeout'>> {
  return { type: 'approval.timeout', data: dataOf(facts) };
}

function dataOf(facts: ApprovalFacts): ApprovalData {
  return {
    approval_id: facts.approvalId,
    plan_hash: facts.planHash,
    run_id: facts.runId,
    direction: facts.direction,
    database: databaseData(facts.database),
    migrations: facts.migrations.map((name) => maskKnownSecrets(name)),
    phase: facts.phase,
    tiers: [...facts.tiers],
    reasons: facts.reasons.map((sentence) => maskKnownSecrets(sentence)),
    approvers: [...facts.approvers],
    forbid_self: facts.forbidSelf,
    required_count: facts.requiredCount,
    granted_count: facts.grantedCount,
    requested_by: facts.requestedBy,
    expires_at: facts.expiresAt?.toISOString() ?? null,
    ...actionData(facts.actor, facts.reason),
    decision: facts.decision,
    command: facts.command,
  };
}

const properties: Readonly<Record<keyof ApprovalData, JsonSchema>> = {
  approval_id: matching('^apr_'),
  plan_hash: text,
  run_id: about('The run that asked; null where it was no run.', nullableMatching('^run_')),
  direction: directionSchema,
  database: databaseSchema,
  migrations: about('Names of the migrations of the plan, in order.', listOf(text)),
  phase: about('The phase that needs it; null where the whole plan does.', nullableText),
  tiers: about('Risk tiers in the plan, the highest first.', listOf(text)),
  reasons: about('Why it is needed, in sentences.', listOf(text)),
  approvers: about('Who may decide, as the rules say it; empty where all may.', listOf(text)),
  forbid_self: about('True where the one who asked may not decide.', flag),
  required_count: count,
  granted_count: count,
  requested_by: nullableText,
  expires_at: about('When the request, or the grant, loses its force.', nullableTime),
  ...actionProperties,
  decision: about(
    'What `actor` did; null where nothing was decided.',
    nullableMatching('^(grant|deny|revoke)$'),
  ),
  command: about('The command that decides; null where nothing is left to decide.', nullableText),
};

const schema = closed(properties);

const sample: ApprovalData = {
  approval_id: 'apr_01kejdvh7r00000000000000000',
  plan_hash: '9f86d081884c7d65',
  run_id: migrationSample.run_id,
  direction: 'up',
  database: migrationSample.database,
  migrations: ['004_drop_old_carts', '005_add_payment_table'],
  phase: null,
  tiers: ['destructive', 'additive'],
  reasons: ['004_drop_old_carts drops a table that it did not create.'],
  approvers: ['grace', 'linus'],
  forbid_self: true,
  required_count: 1,
  granted_count: 0,
  requested_by: 'ada',
  expires_at: '2026-01-10T14:23:45.123Z',
  actor: null,
  actor_source: null,
  reason: null,
  decision: null,
  command: 'confiture approvals grant apr_01kejdvh7r00000000000000000',
};

export const approvalCatalog: CatalogOf<ApprovalEvents> = {
  'approval.required': {
    type: 'approval.required',
    meaning: 'A plan waits for approval; nothing of it runs before.',
    moment: 'Stored with the request for approval.',
    outcome: 'neutral',
    incident: 'none',
    mark: '✋',
    headline: 'Approval required',
    schema,
    sample,
  },
  'approval.granted': {
    type: 'approval.granted',
    meaning: 'A plan was approved; `granted_count` says whether that is enough.',
    moment: 'Stored with the decision.',
    outcome: 'success',
    incident: 'none',
    mark: '👍',
    headline: 'Approval granted',
    schema,
    sample: {
      ...sample,
      ...actorSample,
      actor: 'grace@laptop',
      granted_count: 1,
      reason: 'carts are gone',
      decision: 'grant',
      command: null,
    },
  },
  'approval.denied': {
    type: 'approval.denied',
    meaning: 'A plan was denied, or a decision on it taken back: `decision` is `deny` or `revoke`.',
    moment: 'Stored with the decision.',
    outcome: 'neutral',
    incident: 'none',
    mark: '👎',
    headline: 'Approval denied',
    schema,
    sample: {
      ...sample,
      ...actorSample,
      actor: 'grace@laptop',
      reason: 'not on a Friday',
      decision: 'deny',
      command: null,
    },
  },
  'approval.timeout': {
    type: 'approval.timeout',
    meaning: 'A plan was not decided on in time; nothing of it ran.',
    moment: 'Stored when the request has lost its force, once.',
    outcome: 'neutral',
    incident: 'none',
    mark: '⌛',
    headline: 'Approval timed out',
    schema,
    sample: { ...sample, command: null },
  },
};
