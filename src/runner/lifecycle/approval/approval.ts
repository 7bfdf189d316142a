import type { ActorSource, DatabaseFacts } from '../../../events/facts.js';
import type { Direction } from '../../../run-events.js';
import type { RunPlanDocument } from '../../plan/run-plan.js';
import type { Requirement } from './requirement.js';

/** What a person does about an approval; `revoke` takes a grant or a denial back. */
export type Verb = 'grant' | 'deny' | 'revoke';

/** One decision. Decisions are only ever added. */
export interface Decision {
  readonly verb: Verb;
  readonly actor: string;
  readonly source: ActorSource;
  /** Masked; null where none was given. */
  readonly comment: string | null;
  readonly at: Date;
}

/** A request that a plan may run, and what became of it. Its state is derived (`approval-state.ts`). */
export interface Approval {
  /** `apr_…` */
  readonly id: string;
  readonly environment: string;
  readonly direction: Direction;
  readonly planHash: string;
  /** The subject of the request. */
  readonly plan: RunPlanDocument;
  readonly requirement: Requirement;
  /** The run that asked. */
  readonly runId: string | null;
  /** The phase before which the run has stopped; null where the whole plan waits. */
  readonly phase: PhaseReference | null;
  readonly requestedBy: string;
  readonly requestedSource: ActorSource;
  /** Last authors of the files, as git has them; empty where no rule asks for them. */
  readonly authors: readonly string[];
  readonly database: DatabaseFacts;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When a run stopped waiting for it, or noticed that its time was over. */
  readonly endedAt: Date | null;
  /** The request that took its place because the plan had changed. */
  readonly supersededBy: string | null;
  /** When the first migration was committed under it. */
  readonly usedAt: Date | null;
  /** Versions that were committed under it. */
  readonly applied: readonly string[];
  readonly decisions: readonly Decision[];
  /** The server's clock when this was read. */
  readonly readAt: Date;
}

/** A phase of a file, before which a run has stopped. */
export interface PhaseReference {
  readonly version: string;
  readonly phase: string;
}
