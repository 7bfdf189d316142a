import type { MigrationStep, Reporter } from '../output/reporter.js';
import type { OpenDatabase } from './open.js';
import type { RunnerPorts } from './ports.js';
import { type WatchOptions, watchSession } from './watch-session.js';

/** A run whose migrations are all quicker opens no second session. */
const WATCH_AFTER_MS = 1_000;

/**
 * Calls `work`, and meanwhile tells the reporter what a migration that takes long is waiting for, or how far the
 * server is with it. The embedded database has one session only and is not watched.
 */
export async function underWatch<T>(
  ports: RunnerPorts,
  { connection, facts }: OpenDatabase,
  work: (ports: RunnerPorts) => Promise<T>,
): Promise<T> {
  if (!connection.capabilities.concurrentSessions) return work(ports);
  const watch = new Watch({
    backendPid: facts.backendPid,
    connect: (signal) => ports.connectBeside('confiture watch', signal),
    reporter: ports.reporter,
    now: ports.now,
  });
  try {
    return await work({ ...ports, reporter: tellingAlso(watch, ports.reporter) });
  } finally {
    watch.end();
  }
}

function tellingAlso(watch: Watch, reporter: Reporter): Reporter {
  return {
    ...reporter,
    migrationStarted(step: MigrationStep) {
      watch.migrationStarted();
      reporter.migrationStarted(step);
    },
    migrationFinished(finished) {
      watch.migrationEnded();
      reporter.migrationFinished(finished);
    },
    migrationFailed(failed) {
      watch.migrationEnded();
      reporter.migrationFailed(failed);
    },
  };
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
