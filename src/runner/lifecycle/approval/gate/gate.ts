import type { ConfitureError } from '../../../../errors.js';
import { describePlanChange } from '../../../plan/plan-change.js';
import type { RunPlanDocument } from '../../../plan/run-plan.js';
import type { Approval, PhaseReference } from '../approval.js';
import { approversOf, factsOf } from '../approval-facts.js';
import { type ApprovalState, stateOf } from '../approval-state.js';
import { grantCommand } from '../grant-command.js';
import { type Requirement, requirementOf } from '../requirement.js';
import { readApprovals } from '../store/approval-rows.js';
import { endRequest, requestApproval } from '../store/request-approval.js';
import { denied, notGranted } from './approval-errors.js';
import { risksOf, tiersOf } from './asked-plan.js';
import type { ApprovalContext } from './context.js';
import { findCovering, isFor, isSameCourse } from './coverage.js';
import { canWait } from './wait-for-decision.js';

/** What a run is about to do. */
export interface Question {
  readonly plan: RunPlanDocument;
  /** Names of the migrations, or of the phase, whose files ask for an approval. */
  readonly directives: readonly string[];
  /** The phase that the run has come to; null where nothing of the plan has begun. */
  readonly phase: PhaseReference | null;
}

/** What the gate says: no approval is needed, there is one, this one has to be waited for, or nothing may run. */
export type Passage =
  | { readonly kind: 'free' }
  | { readonly kind: 'granted'; readonly approvalId: string }
  | { readonly kind: 'waiting'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly error: ConfitureError };

/**
 * Lets a plan pass that needs no approval or has one, and asks for it otherwise. The migration lock is held and no
 * transaction is open. What is asked for stays in force for a day, whether or not this run waits.
 */
export async function passGate(context: ApprovalContext, question: Question): Promise<Passage> {
  const { plan, phase } = question;
  const requirement = requirementFor(context, question);
  if (requirement === null) return { kind: 'free' };
  const { connection, scope, direction } = context;
  const known = await readApprovals(connection, scope, { direction });
  for (const { id } of known.filter(isOverdue)) await endRequest(connection, scope, id, context.events);
  const own = known.find((approval) => isFor(approval, plan, phase));
  const state = own && stateOf(own);
  const covering = findCovering(known, plan, phase);
  if (covering) return { kind: 'granted', approvalId: covering.id };
  if (own && state === 'denied' && own.expiresAt > own.readAt) return { kind: 'refused', error: denied(own) };
  if (own && state === 'pending') return waitOrEnd(context, own, null);
  return ask(context, question, requirement, known);
}

function requirementFor(
  { rules }: ApprovalContext,
  { plan, phase, directives }: Question,
): Requirement | null {
  // A phase asks by itself only where the plan did not have to.
  return requirementOf(phase === null ? rules : [], { tiers: tiersOf(plan), directives });
}

async function ask(
  context: ApprovalContext,
  { plan, phase }: Question,
  requirement: Requirement,
  known: readonly Approval[],
): Promise<Passage> {
  const { connection, scope, direction, actor, runId, database } = context;
  const replaced = known.filter((approval) => isReplacedBy(approval, plan, phase));
  const needsAuthors = requirement.rules.some(({ forbidSelf }) => forbidSelf);
  const approval = await requestApproval(
    connection,
    scope,
    {
      id: context.newApprovalId(),
      direction,
      planHash: plan.hash,
      plan,
      requirement,
      runId,
      phase,
      requestedBy: actor.actor,
      requestedSource: actor.source,
      authors: needsAuthors ? await context.authorsOf(plan.migrations.map(({ file }) => file)) : [],
      database,
    },
    replaced.map(({ id }) => id),
    context.events,
  );
  const stale = replaced.find((each) => stateOf(each) === 'granted');
  return waitOrEnd(
    context,
    approval,
    stale ? { approval: stale, changes: describePlanChange(stale.plan, plan) } : null,
  );
}

function waitOrEnd(
  context: ApprovalContext,
  approval: Approval,
  stale: Parameters<typeof notGranted>[1],
): Passage {
  const { migrations, tiers, reasons, forbidSelf, requiredCount, grantedCount } = factsOf(
    approval,
    null,
    true,
  );
  const { phase, planHash, expiresAt } = approval;
  context.emit({
    type: 'approval.asked',
    approval: approval.id,
    planHash,
    migrations,
    phase: phase && `${phase.version}: ${phase.phase}`,
    tiers,
    risks: phase === null ? risksOf(approval.plan) : [],
    reasons,
    approvers: approversOf(approval),
    forbidSelf,
    requiredCount,
    grantedCount,
    expiresAt,
    command: grantCommand(approval),
    changes: stale?.changes ?? [],
  });
  if (canWait(context, approval)) return { kind: 'waiting', approval };
  return { kind: 'refused', error: notGranted(approval, stale) };
}

/** Its time is over, and that was not told yet. */
function isOverdue(approval: Approval): boolean {
  return stateOf(approval) === 'expired' && approval.endedAt === null;
}

const OPEN: readonly ApprovalState[] = ['pending', 'granted'];

/** Another plan is asked for now; one that goes less far, or further, leaves it in force. */
function isReplacedBy(approval: Approval, plan: RunPlanDocument, phase: PhaseReference | null): boolean {
  if (!OPEN.includes(stateOf(approval))) return false;
  if (phase === null) return approval.phase === null && !isSameCourse(approval.plan, plan);
  return approval.phase?.version === phase.version && approval.phase.phase === phase.phase;
}
