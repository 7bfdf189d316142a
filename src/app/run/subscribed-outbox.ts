import type { Connection } from '../../database/connection.js';
import type { ConfitureEvent, EventType } from '../../events/event.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { UndeliveredMessage } from '../../outbox/run/own-deliveries.js';
import type { RunOutbox } from '../../outbox/run/run-outbox.js';
import { programNotice } from '../../output/reporters/warnings/program-notice.js';
import type { EventStore } from '../../runner/event-store.js';
import type { Scope } from '../../storage/scope.js';
import { openRunOutbox } from './open-run-outbox.js';
import { describeWith, type ProjectContext } from './project-hooks.js';

export interface SubscribedOutboxOptions {
  readonly context: ProjectContext;
  /** Those of the project, and the built-in ones where the settings have an endpoint. */
  readonly hooks: readonly OutboxHook[];
  readonly connectBeside: (signal: AbortSignal) => Promise<Connection>;
}

/**
 * The outbox of a run where its events are wanted: by a hook of the project, an endpoint of the settings, or one of the
 * database, or because the database keeps all events. The last two are known only once that was asked. Where nothing
 * wants any, nothing of the outbox is loaded.
 */
export class SubscribedOutbox implements EventStore {
  readonly #options: SubscribedOutboxOptions;
  /** The one list that the outbox looks at; the built-in hooks come first. */
  readonly #hooks: OutboxHook[];
  #outbox: RunOutbox | null = null;
  #opening: Promise<RunOutbox> | null = null;
  #session: Connection | null = null;
  #isDiscovered = false;

  constructor(options: SubscribedOutboxOptions) {
    this.#options = options;
    this.#hooks = [...options.hooks];
  }

  /** To be called before a session is opened: what is loaded here must not hold it up. */
  async load(): Promise<void> {
    if (this.#hooks.length > 0) await this.#opened();
  }

  /** `connection` is the session of the migrations. */
  open(connection: Connection): void {
    this.#session = connection;
    this.#outbox?.open(connection);
  }

  async discover(connection: Connection, scope: Scope | null): Promise<void> {
    this.#isDiscovered = true;
    if (scope === null) return;
    const { discoverStored } = await import('../endpoints/stored/discover.js');
    const { context } = this.#options;
    try {
      const found = await discoverStored(context.builtIn, connection, scope);
      if (found !== null) await this.#subscribe({ step: found, scope });
    } catch (error) {
      if (connection.lost) throw error;
      const reason = describeWith(context.settings)(error);
      context.reporter.warning(programNotice({ kind: 'stored-endpoints-unknown', reason }));
    }
  }

  async keepAll(): Promise<void> {
    await (await this.#opened()).keepAll();
  }

  async prepare(connection: Connection): Promise<Scope | null> {
    if (!this.#isDiscovered) await this.discover(connection, await this.#scopeOf(connection));
    return this.#outbox?.prepare(connection) ?? null;
  }

  wants(type: EventType): boolean {
    return this.#outbox?.wants(type) ?? false;
  }

  insertSql(...events: readonly ConfitureEvent[]): string | null {
    return this.#outbox?.insertSql(...events) ?? null;
  }

  async committed(event: ConfitureEvent): Promise<void> {
    await this.#outbox?.committed(event);
  }

  async store(events: ConfitureEvent | readonly ConfitureEvent[], withSql?: string): Promise<void> {
    await this.#outbox?.store(events, withSql);
  }

  async releaseRecords(connection: Connection): Promise<void> {
    await this.#outbox?.releaseRecords(connection);
  }

  async drain(signal: AbortSignal): Promise<readonly UndeliveredMessage[]> {
    return (await this.#outbox?.drain(signal)) ?? [];
  }

  async close(): Promise<void> {
    await this.#outbox?.close();
  }

  async #subscribe(known: { readonly step: number; readonly scope: Scope }): Promise<void> {
    const builtIn = await this.#options.context.builtIn.openHooks();
    this.#hooks.unshift(...builtIn.filter((hook) => !this.#hooks.includes(hook)));
    await this.#opened(known);
  }

  /** For a command that plans nothing; its session may be the first to look. */
  async #scopeOf(connection: Connection): Promise<Scope | null> {
    const { readScope } = await import('../../storage/scope.js');
    return readScope(connection, this.#options.context.settings);
  }

  /** The outbox, made where there is none yet. */
  async #opened(known?: { readonly step: number; readonly scope: Scope }): Promise<RunOutbox> {
    const { context, connectBeside } = this.#options;
    this.#opening ??= openRunOutbox(context, this.#hooks, connectBeside).then((outbox) => {
      if (this.#session !== null) outbox.open(this.#session, known);
      this.#outbox = outbox;
      return outbox;
    });
    return this.#opening;
  }
}
