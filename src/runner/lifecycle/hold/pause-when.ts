import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../database/connection.js';
import { isServerError } from '../../../database/server-error.js';
import { maskText, type RedactionOptions } from '../../../redaction/redaction.js';
import { maskServerMessage } from '../../../redaction/server-message.js';
import type { EmitRunEvent } from '../../../run-events.js';
import type { SafePoint } from '../../execute/execution.js';
import { ASK_FOR_MS, askCondition, NoDecision, type PauseCondition } from './ask-condition.js';

export interface PauseWhenOptions {
  readonly conditions: readonly PauseCondition[];
  /** The session of the run, which is idle at its safe points. */
  readonly connection: Connection;
  /** A session of its own, where the database has room for one. */
  readonly connectBeside: (applicationName: string, signal: AbortSignal) => Promise<Connection>;
  /** What else can hold the run, asked first and while it is held. */
  readonly others: SafePoint & { waiting<T>(reason: HoldReason, work: () => Promise<T>): Promise<T> };
  readonly emit: EmitRunEvent;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly redaction: RedactionOptions;
}

interface HoldReason {
  readonly kind: 'pause_when';
  readonly detail: string;
}

const ASK_EVERY_MS = 1_000;
/** The server ends a question by itself before that; a link that is dead does not. */
const ABANDON_AFTER_MS = ASK_FOR_MS + 1_000;

/** Holds a run at its safe points for as long as one of its conditions says so, or cannot be asked. */
export class PauseWhen implements SafePoint {
  readonly #options: PauseWhenOptions;
  readonly #end = new AbortController();
  #askedAt = Number.NEGATIVE_INFINITY;
  #beside: Connection | null = null;

  constructor(options: PauseWhenOptions) {
    this.#options = options;
  }

  isDue(): boolean {
    const { now, others } = this.#options;
    return now() - this.#askedAt >= ASK_EVERY_MS || others.isDue();
  }

  async pass(): Promise<void> {
    const { others, emit, now, signal } = this.#options;
    if (others.isDue()) await others.pass();
    const first = await this.#reasons();
    if (first.length === 0) return;
    const since = new Date(now());
    for (let reasons = first; reasons.length > 0; ) {
      emit({ type: 'run.held', reasons, since });
      const detail = reasons.join('; ');
      reasons = await others.waiting({ kind: 'pause_when', detail }, () => this.#untilOthers(detail));
    }
    signal.throwIfAborted();
    emit({ type: 'run.released', heldMs: now() - since.getTime() });
  }

  /** Ends its session. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#beside?.close();
  }

  /** Asks again and again until there is another reason, or none. */
  async #untilOthers(detail: string): Promise<readonly string[]> {
    const { others, signal } = this.#options;
    for (;;) {
      await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
      if (others.isDue()) await others.pass();
      const reasons = await this.#reasons();
      if (reasons.join('; ') !== detail) return reasons;
    }
  }

  /** What holds the run at this moment. */
  async #reasons(): Promise<readonly string[]> {
    const { conditions, now } = this.#options;
    const reasons: string[] = [];
    for (const condition of conditions) {
      const reason = await this.#reason(condition);
      if (reason !== null) reasons.push(reason);
    }
    this.#askedAt = now();
    return reasons;
  }

  async #reason(condition: PauseCondition): Promise<string | null> {
    try {
      return (await this.#ask(condition)) ? condition.name : null;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (this.#options.connection.lost) throw error;
      return `${condition.name}, which could not be asked: ${this.#messageOf(error)}`;
    }
  }

  async #ask(condition: PauseCondition): Promise<boolean> {
    const { connection } = this.#options;
    if (!connection.capabilities.concurrentSessions) return askCondition(connection, condition);
    const beside = await this.#session();
    const timer = setTimeout(() => beside.abandon(), ABANDON_AFTER_MS);
    try {
      return await askCondition(beside, condition);
    } finally {
      clearTimeout(timer);
      if (beside.lost) this.#beside = null;
    }
  }

  async #session(): Promise<Connection> {
    if (this.#beside) return this.#beside;
    const { connectBeside, signal } = this.#options;
    const stop = AbortSignal.any([signal, this.#end.signal]);
    this.#beside = await connectBeside('confiture pause-when', stop);
    return this.#beside;
  }

  #messageOf(error: unknown): string {
    const { redaction } = this.#options;
    if (isServerError(error)) return maskServerMessage(error.message, error.code, redaction);
    if (error instanceof NoDecision) return error.message;
    return error instanceof Error ? maskText(error.message, redaction) : 'unknown reason';
  }
}
