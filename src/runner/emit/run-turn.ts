import type { ConfitureError } from '../../errors.js';
import {
  type RunFacts,
  runCancelled,
  runCompleted,
  runFailed,
  runStarted,
} from '../../events/catalog/run.js';
import type { ErrorFacts } from '../../events/facts.js';
import type { Timing } from '../run-info.js';
import type { FactAt } from './draft.js';
import type { EmitContext } from './emit-context.js';
import { isStop, stopperOf } from './stop.js';

/** What a run has done when it ends. */
export interface RunEnd {
  /** Versions that are done, in order. */
  readonly done: readonly string[];
  readonly endedAt: Date;
}

export interface RunFault {
  readonly error: ConfitureError;
  readonly facts: ErrorFacts;
  /** Name of the migration at which it ended. */
  readonly name: string;
}

/** The facts of the run as a whole. */
export class RunTurn {
  /** What says that it began is committed. */
  isOpened = false;
  /** The migration with which that travels. */
  carrier: string | null = null;
  #startedAt: Date | null = null;
  readonly #context: EmitContext;

  constructor(context: EmitContext) {
    this.#context = context;
  }

  get started(): FactAt {
    const at = ({ startedAt }: Timing) => {
      const versions = this.#context.files.map(({ version }) => version);
      return runStarted({ ...this.#facts(versions, null), startedAt, done: 0 });
    };
    return { type: 'run.started', at };
  }

  /** Its first migration has begun. */
  begin(at: Date): void {
    this.isOpened = true;
    this.#startedAt ??= at;
  }

  /** `fault` is null where all migrations are done. A run that was stopped on request has not failed. */
  ended({ done, endedAt }: RunEnd, fault: RunFault | null): FactAt {
    const facts = { ...this.#facts(done, endedAt), done: done.length };
    if (fault === null) return { type: 'run.completed', at: () => runCompleted(facts) };
    const { error, name } = fault;
    if (!isStop(error)) return { type: 'run.failed', at: () => runFailed(facts, name, fault.facts) };
    return {
      type: 'run.cancelled',
      at: () => runCancelled({ ...facts, reason: stopperOf(error).reason ?? error.message }),
    };
  }

  #facts(versions: readonly string[], endedAt: Date | null): Omit<RunFacts, 'done'> {
    const { direction, files, info, rows } = this.#context;
    return {
      runId: info.runId,
      direction,
      database: info.database,
      startedAt: this.#startedAt,
      endedAt,
      total: files.length,
      versions,
      fromVersion: rows.at(-1)?.version ?? null,
      toVersion: this.#newestAfter(versions),
      planHash: info.planHash,
      actor: info.actor,
      reason: null,
    };
  }

  #newestAfter(versions: readonly string[]): string | null {
    const { direction, rows } = this.#context;
    if (direction === 'up') return versions.at(-1) ?? rows.at(-1)?.version ?? null;
    const gone = new Set(versions);
    return rows.filter(({ version }) => !gone.has(version)).at(-1)?.version ?? null;
  }
}
