import type { ConfitureError } from '../../../../errors.js';
import { EventMaker } from '../../../../events/event-maker.js';
import type { MigrationFile } from '../../../../migrations/folder/discover.js';
import type { Direction } from '../../../../run-events.js';
import { ensureTables } from '../../../../storage/schema.js';
import { readScope } from '../../../../storage/scope.js';
import type { RunPlanDocument } from '../../../plan/run-plan.js';
import type { RunSettings } from '../../../ports.js';
import type { RunSession } from '../../../session/open.js';
import type { ControlledRun } from '../../steering/with-run.js';
import type { Approval } from '../approval.js';
import type { ApprovalContext } from './context.js';
import { passGate } from './gate.js';
import type { WaitBudget } from './wait-budget.js';
import { waitForDecision } from './wait-for-decision.js';

export interface GateOptions {
  readonly direction: Direction;
  readonly budget: WaitBudget;
  readonly plan: RunPlanDocument;
  readonly files: readonly MigrationFile[];
  /** Names of the migrations whose files ask for an approval. */
  readonly directives: readonly string[];
}

/** `waited`: the lock was given back for a while, and what is due has to be planned again. */
type Passed =
  | { readonly kind: 'passed' | 'waited'; readonly open: ControlledRun }
  | { readonly kind: 'refused'; readonly error: ConfitureError };

/** Passes the gate, or waits for a decision where this run waits for one, without the migration lock. */
export async function passOrWait(
  open: ControlledRun,
  settings: RunSettings,
  { plan, files, directives, ...options }: GateOptions,
): Promise<Passed> {
  const { control } = open;
  const context = await openContext(open, settings, options);
  const passage = await passGate(context, { plan, directives, phase: null });
  if (passage.kind === 'free') return { kind: 'passed', open };
  if (passage.kind === 'refused') return passage;
  if (passage.kind === 'granted') {
    const { approvalId } = passage;
    return { kind: 'passed', open: { ...open, info: { ...open.info, approvalId } } };
  }
  control.begin(open, files);
  await control.beginLate(open, true);
  const waited = await waitWithoutLock(open, context, passage.approval);
  if ('error' in waited) return { kind: 'refused', error: waited.error };
  return { kind: 'waited', open: { ...waited.session, control } };
}

/** Gives the lock back while a decision is waited for; takes it again, and reads files and ledger, after a grant. */
export async function waitWithoutLock(
  { control, suspend }: ControlledRun,
  context: ApprovalContext,
  approval: Approval,
): Promise<{ readonly session: RunSession } | { readonly error: ConfitureError }> {
  const goOn = await suspend();
  const reason = { kind: 'approval' as const, detail: approval.id };
  const error = await control.waiting(reason, () => waitForDecision(context, approval));
  return error === null ? { session: await goOn() } : { error };
}

/** What a run brings to its gate; makes the tables where there are none. */
export async function openContext(
  { connection, info, control: { ports } }: ControlledRun,
  settings: RunSettings,
  { direction, budget }: Pick<GateOptions, 'direction' | 'budget'>,
): Promise<ApprovalContext> {
  await ensureTables(connection);
  await ports.events.prepare(connection);
  const { runId, database, actor } = info;
  return {
    connection,
    scope: await readScope(connection, settings),
    direction,
    rules: settings.approvalRules,
    runId,
    database,
    actor,
    events: {
      store: ports.events,
      make: (fact) => new EventMaker(info, ports).make(fact),
    },
    emit: ports.emit,
    signal: ports.signal,
    newApprovalId: ports.newApprovalId,
    authorsOf: ports.authorsOf,
    budget,
    askPerson: ports.askPerson,
  };
}
