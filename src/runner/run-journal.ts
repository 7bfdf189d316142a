import type { LoadedMigration } from '../migrations/files/load-migration.js';
import type { MigrationFile } from '../migrations/folder/discover.js';
import type { Direction, RunPhase } from '../run-events.js';
import type { EmitContext } from './emit/emit-context.js';
import { RunEmitter } from './emit/run-emitter.js';
import { isStop } from './emit/stop.js';
import type {
  BatchProgress,
  ExecutionFailure,
  MigrationLifecycle,
  PhaseOutcome,
  PhaseStep,
  Retry,
} from './execute/execution.js';
import type { PhaseGate } from './lifecycle/approval/gate/phase-gate.js';
import { useSql } from './lifecycle/approval/store/use-sql.js';
import type { RunnerPorts } from './ports.js';
import { durationOf, migrationContext, type RunInfo, runContext, type Timing } from './run-info.js';

/** A migration that was applied, or rolled back. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly durationMs: number;
  /** Rows written by the file's statements; null where the server's answer was lost. */
  readonly rowsAffected: number | null;
}

/** Tells hooks, stored events and subscribers of each migration of a run, and keeps what its result needs. */
export class RunJournal implements MigrationLifecycle {
  readonly finishedMigrations: AppliedMigration[] = [];
  /** How often a migration was tried again. */
  retries = 0;
  /** The gates of `down` are asked before its first statement, all of them. */
  readonly asksBeforeEach: boolean;
  readonly hasPreflight: boolean;
  readonly #direction: Direction;
  readonly #total: number;
  readonly #info: RunInfo;
  readonly #ports: RunnerPorts;
  readonly #emitter: RunEmitter;
  readonly #phaseGate: PhaseGate;
  /** The grant that the phase at hand runs under, where it has one of its own. */
  #phaseGrant: string | null = null;

  constructor(context: Omit<EmitContext, 'hasPreflight'>, ports: RunnerPorts, phaseGate: PhaseGate) {
    const { direction, files, info } = context;
    this.#direction = direction;
    this.#total = files.length;
    this.#info = info;
    this.#ports = ports;
    this.#phaseGate = phaseGate;
    this.asksBeforeEach = direction === 'up' && ports.hooks.has('pre_execute');
    this.hasPreflight = this.asksBeforeEach || info.approvalId !== null;
    this.#emitter = new RunEmitter({ ...context, hasPreflight: this.hasPreflight }, ports);
  }

  async beforeEach(file: MigrationFile): Promise<void> {
    const startedAt = new Date(this.#ports.now());
    await this.#ports.hooks.runGate('pre_execute', migrationContext('pre_execute', this.#info, file));
    this.#emitter.passedPreflight(file, startedAt);
  }

  openingSql(migration: LoadedMigration): readonly string[] {
    return this.#emitter.openingSql(migration);
  }

  opened(migration: LoadedMigration): Promise<void> {
    return this.#emitter.opened(migration);
  }

  openBeside(migration: LoadedMigration): void {
    this.#emitter.openBeside(migration);
  }

  eventSql(migration: LoadedMigration): readonly string[] {
    return [...this.#useSql(migration.file.version), ...this.#emitter.closingSql(migration)];
  }

  started({ name }: MigrationFile, index: number): void {
    this.#ports.emit({ type: 'migration.started', name, index: index + 1, total: this.#total });
  }

  retrying(file: MigrationFile, { error, sqlstate, attempt, waitMs }: Retry): void {
    const { name } = file;
    this.retries += 1;
    this.#emitter.retrying(file, attempt, error);
    this.#ports.emit({ type: 'migration.retrying', name, sqlstate, attempt, waitMs });
  }

  async finished(file: MigrationFile, timing: Timing, index: number): Promise<void> {
    const { version, name } = file;
    const durationMs = durationOf(timing);
    const { rowsAffected } = timing;
    this.finishedMigrations.push({ version, name, durationMs, rowsAffected });
    this.#ports.emit({
      type: 'migration.finished',
      name,
      index: index + 1,
      total: this.#total,
      durationMs,
      rowsAffected,
      direction: this.#direction,
    });
    await this.#emitter.committed(file, timing);
    if (this.#direction === 'up') await this.#notify('post_execute', file, timing);
    else await this.#notify('post_rollback', file, timing);
  }

  async beforePhase(migration: LoadedMigration, phase: string): Promise<void> {
    this.#phaseGrant = await this.#phaseGate(migration, phase);
  }

  async phaseStarted(migration: LoadedMigration, phase: PhaseStep): Promise<void> {
    this.#ports.emit({ type: 'phase.started', ...phaseOf(migration.file, phase) });
    await this.#emitter.phaseStarted(migration, phase);
  }

  phaseEventSql(migration: LoadedMigration, phase: PhaseStep): readonly string[] {
    return [...this.#useSql(null), ...this.#emitter.phaseSql(migration, phase)];
  }

  async phaseFinished(migration: LoadedMigration, phase: PhaseStep, outcome: PhaseOutcome): Promise<void> {
    this.#phaseGrant = null;
    const { rowsAffected } = outcome.timing;
    const durationMs = durationOf(outcome.timing);
    const step = phaseOf(migration.file, phase);
    this.#ports.emit({ type: 'phase.finished', ...step, durationMs, rowsAffected });
    await this.#emitter.phaseCommitted(migration, outcome);
  }

  async phaseFailed(_: LoadedMigration, phase: PhaseStep, outcome: PhaseOutcome): Promise<void> {
    this.#emitter.phaseFailed(phase, outcome);
  }

  phaseProgressed(migration: LoadedMigration, phase: PhaseStep, progress: BatchProgress): void {
    const { file } = migration;
    this.#ports.emit({ type: 'phase.progressed', ...phaseOf(file, phase), ...progress });
    this.#emitter.repeated(migration);
  }

  /** Tells of the failure, where there is one, and of the end of the run. */
  async end(failure: ExecutionFailure | null, startedAt: Date): Promise<void> {
    if (failure) await this.#failed(failure);
    else await this.#emitter.completed(this.#done);
    const timing = { startedAt, endedAt: new Date(this.#ports.now()) };
    await this.#ports.hooks.notify('post_run', {
      ...runContext('post_run', this.#info, timing),
      applied: this.#direction === 'up' ? this.finishedMigrations.map(({ name }) => name) : [],
      failed: failure?.certainty === 'failed' ? failure.file.name : null,
      unknown: (failure?.unknown ?? []).map(({ name }) => name),
    });
  }

  get #done(): readonly string[] {
    return this.finishedMigrations.map(({ version }) => version);
  }

  async #failed(failure: ExecutionFailure): Promise<void> {
    const { certainty, error, file, timing, index } = failure;
    if (certainty === 'not-begun' || certainty === 'committed') {
      await this.#emitter.ended(failure, this.#done);
      return;
    }
    const isUnknown = certainty === 'unknown';
    this.#ports.emit({
      type: 'migration.failed',
      name: file.name,
      index: index + 1,
      total: this.#total,
      durationMs: durationOf(timing),
      isUnknown,
      isStopped: isStop(error),
    });
    if (isUnknown) return;
    const facts = this.#emitter.factsOf(error);
    await this.#emitter.failed(failure, this.#done);
    await this.#ports.hooks.notify('on_error', {
      ...migrationContext('on_error', this.#info, file, timing, facts, this.#direction),
      error: facts,
    });
  }

  /** Texts for a run under a grant. */
  #useSql(version: string | null): string[] {
    const approvalId = this.#info.approvalId ?? this.#phaseGrant;
    return approvalId === null ? [] : useSql(approvalId, version);
  }

  #notify(phase: 'post_execute' | 'post_rollback', file: MigrationFile, timing: Timing): Promise<void> {
    return this.#ports.hooks.notify(phase, migrationContext(phase, this.#info, file, timing));
  }
}

function phaseOf({ name }: MigrationFile, { name: phase, number, total }: PhaseStep): RunPhase {
  return { migration: name, phase, number, total };
}
