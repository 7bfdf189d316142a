import type { Connection } from '../../../../database/connection.js';
import type { Actor, DatabaseFacts } from '../../../../events/facts.js';
import type { Direction, EmitRunEvent } from '../../../../run-events.js';
import type { Scope } from '../../../../storage/scope.js';
import type { ApprovalRule } from '../requirement.js';
import type { ApprovalEventStore } from '../store/commit-with-event.js';
import type { WaitBudget } from './wait-budget.js';

/** Asks the person at the terminal whether the plan may run. Rejects where `signal` aborts. */
export type AskPerson = (signal: AbortSignal) => Promise<boolean>;

/** What a run brings to its gate. */
export interface ApprovalContext {
  /** The session of the migrations, with the migration lock and without a transaction. */
  readonly connection: Connection;
  readonly scope: Scope;
  readonly direction: Direction;
  readonly rules: readonly ApprovalRule[];
  readonly runId: string;
  readonly database: DatabaseFacts;
  readonly actor: Actor;
  readonly events: ApprovalEventStore;
  readonly emit: EmitRunEvent;
  readonly signal: AbortSignal;
  /** A fresh `apr_…`. */
  readonly newApprovalId: () => string;
  /** Last authors of files, as git has them: names and addresses. Never rejects. */
  readonly authorsOf: (files: readonly string[]) => Promise<readonly string[]>;
  /** How long this run waits for a decision from elsewhere. */
  readonly budget: WaitBudget;
  /** Null where no person sits at a terminal. */
  readonly askPerson: AskPerson | null;
}
