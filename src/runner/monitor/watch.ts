import { type Block, dispatchRunEvent, type RunEvent, type RunListeners } from '../../run-events.js';
import type { RunnerPorts } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { type WatchOptions, watchSession } from './watch-session.js';

/** A run whose migrations are all quicker opens no second session. */
const WATCH_AFTER_MS = 1_000;

/**
 * Calls `work`, and meanwhile emits what a migration that takes long is waiting for, or how far the server is with it.
 * `lastBlock` is the session that the last migration was last seen to wait for. The embedded database has one session
 * only and is not watched.
 */
export async function withMonitoring<T>(
  ports: RunnerPorts,
  { connection, facts }: RunSession,
  work: (ports: RunnerPorts, lastBlock: () => Block | null) => Promise<T>,
  connect: WatchOptions['connect'] = (signal) => ports.connectBeside('confiture watch', signal),
): Promise<T> {
  if (!connection.capabilities.concurrentSessions) return work(ports, () => null);
  let lastBlock: Block | null = null;
  let started: string | null = null;
  const watch = new Watch({
    backendPid: facts.backendPid,
    connect,
    emit(event) {
      if (event.type === 'migration.blocked') lastBlock = event.block ?? lastBlock;
      ports.emit(event);
    },
    now: ports.now,
  });
  const listeners: RunListeners = {
    'migration.started'({ name }) {
      if (name !== started) lastBlock = null;
      started = name;
      watch.migrationStarted();
    },
    'migration.finished': () => watch.migrationEnded(),
    'migration.failed': () => watch.migrationEnded(),
  };
  const emit = (event: RunEvent) => {
    dispatchRunEvent(listeners, event);
    ports.emit(event);
  };
  try {
    return await work({ ...ports, emit }, () => lastBlock);
  } finally {
    watch.end();
  }
}

/** Begins to watch when a migration has run for long enough, and then goes on until the run ends. */
class Watch {
  readonly #options: WatchOptions;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isOpen = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  migrationStarted(): void {
    if (this.#isOpen) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), WATCH_AFTER_MS).unref();
  }

  migrationEnded(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #open(): void {
    this.#isOpen = true;
    void watchSession(this.#options, this.#end.signal);
  }
}
