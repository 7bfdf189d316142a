import { closed } from '../../../events/catalog/schema.js';
import { riskTiers } from '../../../events/risk-tier.js';
import { approvalStates } from '../../../runner/lifecycle/approval/approval-state.js';
import {
  about,
  count,
  flag,
  listOf,
  migration,
  oneOf,
  orNull,
  type Properties,
  text,
  time,
  version,
} from './shapes.js';

const id = { type: 'string', pattern: '^apr_' };
const source = about('Where the name of an actor came from.', oneOf('cli', 'ci', 'token'));

const decision = closed({
  verb: about('`revoke` takes a grant or a denial back.', oneOf('grant', 'deny', 'revoke')),
  actor: text,
  actor_source: source,
  comment: about('Masked.', orNull(text)),
  decided_at: time,
});

const approval = closed({
  id,
  state: oneOf(...approvalStates),
  environment: text,
  direction: oneOf('up', 'down'),
  plan_hash: text,
  migrations: about('Of the plan, in the order they run.', listOf(migration)),
  phase: about(
    'The phase before which the run has stopped; null where the whole plan waits.',
    orNull(closed({ version, phase: text })),
  ),
  tiers: about('Risk tiers in the plan, the highest first.', listOf(oneOf('unclassified', ...riskTiers))),
  reasons: about('Why an approval is needed, in sentences.', listOf(text)),
  approvers: about('Who may decide; empty where all may.', listOf(text)),
  forbid_self: about('Neither who asked nor the last author of a file may grant it.', flag),
  required_count: count,
  granted_count: count,
  requested_by: text,
  requested_source: source,
  run_id: about('The run that asked.', orNull({ type: 'string', pattern: '^run_' })),
  created_at: time,
  expires_at: time,
  used_at: about('When the first migration was committed under it.', orNull(time)),
  superseded_by: about('The request that took its place because the plan has changed.', orNull(id)),
  decisions: about('In their order.', listOf(decision)),
});

export const list: Properties = { approvals: about('Newest first.', listOf(approval)) };
export const one: Properties = { approval };
