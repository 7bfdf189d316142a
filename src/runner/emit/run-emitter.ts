import type { ConfitureError } from '../../errors.js';
import { errorOccurred } from '../../events/catalog/error.js';
import { EventMaker } from '../../events/event-maker.js';
import type { ErrorFacts } from '../../events/facts.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { ExecutionFailure, PhaseOutcome, PhaseStep } from '../execute/execution.js';
import { VALIDATE } from '../execute/phases/number-phases.js';
import { factsOf } from '../outcome/failure.js';
import type { RunnerPorts } from '../ports.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';
import type { Draft, FactAt } from './draft.js';
import { DraftStore } from './draft-store.js';
import type { EmitContext } from './emit-context.js';
import { cancelledFact, failedFacts, onlyPhaseOf, type TurnFailure } from './failure-facts.js';
import { resolvedFacts } from './resolved-facts.js';
import { RunTurn } from './run-turn.js';
import { isCancel, isStop } from './stop.js';
import type { Turn } from './turn.js';
import { Turns } from './turns.js';

type EmitPorts = Pick<RunnerPorts, 'events' | 'now' | 'newEventId' | 'newErrorId'>;

/**
 * Stores the events of a run: what begins in a transaction of its own, what is done in the transaction of the
 * migration, what failed after the rollback. Only what a hook subscribes to is made.
 */
export class RunEmitter {
  readonly #context: EmitContext;
  readonly #ports: EmitPorts;
  readonly #store: DraftStore;
  readonly #run: RunTurn;
  readonly #maker: EventMaker;
  readonly #turns: Turns;
  /** The phase of a file that ended the run. */
  #failedPhase: TurnFailure['phase'] = null;

  constructor(context: EmitContext, ports: EmitPorts) {
    this.#context = context;
    this.#ports = ports;
    this.#maker = new EventMaker(context.info, ports);
    this.#store = new DraftStore(this.#maker, ports.events);
    this.#run = new RunTurn(context);
    this.#turns = new Turns(context);
  }

  /** The gates that were asked from `startedAt` on have let a migration pass. */
  passedPreflight(file: MigrationFile, startedAt: Date): void {
    this.#turns.passedPreflight(file, {
      startedAt,
      endedAt: new Date(this.#ports.now()),
      rowsAffected: null,
    });
  }

  /** Texts to commit by themselves, right before the migration; none where that is done. */
  openingSql(migration: LoadedMigration): readonly string[] {
    const turn = this.#turns.of(migration);
    if (turn.isOpened) return [];
    turn.opening = this.#openingOf(turn);
    return this.#store.insertSql(turn.opening);
  }

  /** What `openingSql` gave is committed: the migration runs. */
  async opened({ file }: LoadedMigration): Promise<void> {
    const turn = this.#turns.find(file);
    if (turn) await this.#opened(turn, this.#begun());
  }

  /**
   * The migration begins inside of a transaction that it shares with others. Over another session it is told at once;
   * where there is none it is told with the transaction.
   */
  openBeside(migration: LoadedMigration): void {
    const turn = this.#turns.of(migration);
    if (turn.isOpened || !this.#context.connection.capabilities.concurrentSessions) return;
    const drafts = this.#openingOf(turn);
    const begun = this.#begun();
    this.#markOpened(turn);
    this.#store.storeBeside(drafts.map((draft) => draft.committed(begun)));
  }

  /** Texts to run in the transaction that commits the migration. */
  closingSql(migration: LoadedMigration): readonly string[] {
    const turn = this.#turns.of(migration);
    const { direction, errors } = this.#context;
    const { version } = migration.file;
    const untold = turn.isOpened || turn.opening.length > 0 ? [] : this.#openingOf(turn);
    if (untold.length > 0) turn.opening = untold;
    turn.closing = this.#store.draftsOf([
      ...(turn.onlyPhase ? [turn.phaseDone(turn.onlyPhase), ...cured(turn)] : []),
      ...resolvedFacts(turn, this.#context),
      turn.done,
    ]);
    return [...this.#store.insertSql([...untold, ...turn.closing]), ...errors.settleSql(direction, version)];
  }

  /** The migration is committed. */
  async committed(file: MigrationFile, timing: Timing): Promise<void> {
    const turn = this.#turns.find(file);
    if (!turn) return;
    this.#turns.end(file);
    await this.#store.settled;
    if (!turn.isOpened) await this.#opened(turn, { ...NOT_BEGUN, startedAt: timing.startedAt });
    await this.#store.committed(turn.closing, timing);
  }

  /** A phase that the file names begins; nothing is in flight and no transaction is open. */
  async phaseStarted(migration: LoadedMigration, step: PhaseStep): Promise<void> {
    const turn = this.#turns.of(migration);
    turn.phase = step.name;
    const opening = turn.isOpened ? [] : this.#openingOf(turn);
    this.#markOpened(turn);
    const drafts = [...opening, ...this.#store.draftsOf([turn.phaseStarted(step)])];
    await this.#store.commit(this.#context.connection, drafts, this.#begun(), { isSynced: false });
  }

  /** Texts to run in the transaction with which the phase ends. */
  phaseSql(migration: LoadedMigration, step: PhaseStep): readonly string[] {
    const turn = this.#turns.of(migration);
    turn.phaseClosing = this.#store.draftsOf([turn.phaseDone(step), ...cured(turn)]);
    return this.#store.insertSql(turn.phaseClosing);
  }

  async phaseCommitted({ file }: LoadedMigration, outcome: PhaseOutcome): Promise<void> {
    const turn = this.#turns.find(file);
    if (!turn) return;
    turn.errorsRecovered = outcome.errorsRecovered;
    await this.#store.settled;
    await this.#store.committed(turn.phaseClosing, outcome.timing);
    turn.phaseClosing = [];
    turn.forgetError();
  }

  /** A repetition of a phase is committed. */
  repeated({ file }: LoadedMigration): void {
    const turn = this.#turns.find(file);
    if (!turn || turn.errorId === null) return;
    const now = this.#begun();
    this.#store.storeBeside(this.#store.draftsOf(cured(turn)).map((draft) => draft.committed(now)));
    turn.forgetError();
  }

  /** The phase is given up; `failed` tells of it. */
  phaseFailed(step: PhaseStep, outcome: PhaseOutcome): void {
    this.#failedPhase = { step, outcome };
  }

  /** The migration is begun again; the first error is told, and the further tries belong to it. */
  retrying(file: MigrationFile, attempt: number, error: ConfitureError): void {
    const turn = this.#turns.find(file);
    if (!turn) return;
    turn.attempts = attempt + 1;
    turn.errorsRecovered = 1;
    if (turn.errorId !== null) return;
    const errorId = this.#ports.newErrorId();
    const run = { ...turn.error(errorId, NOT_BEGUN), attempts: attempt };
    turn.errorId = errorId;
    const fact: FactAt = { type: 'error.occurred', at: () => errorOccurred(run, this.factsOf(error)) };
    this.#store.storeBeside(this.#store.draftsOf([fact]).map(({ event }) => event));
  }

  /** The run ended at a migration that failed, or was stopped there; nothing of its transaction remains. */
  async failed(failure: ExecutionFailure, done: readonly string[]): Promise<void> {
    const { file, timing, error } = failure;
    const { direction, errors } = this.#context;
    const { events } = this.#ports;
    const facts = this.factsOf(error);
    const turn = this.#turns.findOrMake(file);
    const errorId = turn.errorId ?? this.#ports.newErrorId();
    if (error.code === 'VALIDATION_FAILED') turn.phase = VALIDATE;
    const phase = this.#failedPhase ?? onlyPhaseOf(turn, timing);
    if (isCancel(error))
      return this.#storeEnd([cancelledFact(turn, direction, timing, error)], failure, done);
    if (isStop(error)) return this.#storeEnd([], failure, done);
    const open = { errorId, version: file.version, direction, phase: turn.phase, attempts: turn.attempts };
    const withSql = events.wants('error.escalated') ? errors.openSql(open) : undefined;
    const told = failedFacts(turn, { direction, timing, facts, errorId, phase });
    await this.#storeEnd(told, failure, done, withSql);
  }

  /** The run ended before a migration was begun, or because of one that is committed all the same. */
  ended(failure: ExecutionFailure, done: readonly string[]): Promise<void> {
    return this.#storeEnd([], failure, done);
  }

  async #storeEnd(
    facts: readonly FactAt[],
    { file, timing, error }: ExecutionFailure,
    done: readonly string[],
    withSql?: string,
  ): Promise<void> {
    const endedAt = new Date(this.#ports.now());
    const fault = { error, facts: this.factsOf(error), name: file.name };
    const drafts = this.#store.draftsOf([...facts, this.#run.ended({ done, endedAt }, fault)]);
    await this.#store.settled;
    await this.#ports.events.store(
      drafts.map((draft) => draft.committed({ ...timing, endedAt })),
      withSql,
    );
  }

  /** All migrations of the run are done. */
  async completed(done: readonly string[]): Promise<void> {
    const endedAt = new Date(this.#ports.now());
    const drafts = this.#store.draftsOf([this.#run.ended({ done, endedAt }, null)]);
    await this.#store.commitLast(this.#context.connection, drafts, { ...NOT_BEGUN, endedAt });
  }

  /** What may be said of an error. */
  factsOf(error: ConfitureError): ErrorFacts {
    return factsOf(error, this.#context.redaction);
  }

  /** The first migration of a run carries what says that the run began. */
  #openingOf(turn: Turn): readonly Draft[] {
    const { version } = turn.migration;
    const isCarrier = !this.#run.isOpened && (this.#run.carrier ?? version) === version;
    if (isCarrier) this.#run.carrier = version;
    const preflight = this.#turns.preflightOf(turn, this.#ports.now);
    return this.#store.draftsOf([
      ...(isCarrier ? [this.#run.started] : []),
      turn.started,
      ...(preflight ? turn.preflightFacts(preflight) : []),
      ...(turn.onlyPhase ? [turn.phaseStarted(turn.onlyPhase)] : []),
    ]);
  }

  async #opened(turn: Turn, timing: Timing): Promise<void> {
    this.#markOpened(turn);
    await this.#store.committed(turn.opening, timing);
  }

  #markOpened(turn: Turn): void {
    turn.isOpened = true;
    this.#run.begin(new Date(this.#ports.now()));
  }

  #begun(): Timing {
    return { ...NOT_BEGUN, startedAt: new Date(this.#ports.now()) };
  }
}

function cured({ recovered }: Turn): readonly FactAt[] {
  return recovered === null ? [] : [recovered];
}
