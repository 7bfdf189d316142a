import type { Block, MigrationStep, Reporter } from '../../output/reporters/reporter.js';
import type { RunnerPorts } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { type WatchOptions, watchSession } from './watch-session.js';

/** A run whose migrations are all quicker opens no second session. */
const WATCH_AFTER_MS = 1_000;

/**
 * Calls `work`, and meanwhile tells the reporter what a migration that takes long is waiting for, or how far the
 * server is with it. `lastBlock` is whom the last migration was last seen to wait for. The embedded database has one
 * session only and is not watched.
 */
export async function withMonitoring<T>(
  ports: RunnerPorts,
  { connection, facts }: RunSession,
  work: (ports: RunnerPorts, lastBlock: () => Block | null) => Promise<T>,
): Promise<T> {
  if (!connection.capabilities.concurrentSessions) return work(ports, () => null);
  let lastBlock: Block | null = null;
  const watch = new Watch({
    backendPid: facts.backendPid,
    connect: (signal) => ports.connectBeside('confiture watch', signal),
    reporter: rememberingBlocks(ports.reporter, (block) => {
      lastBlock = block;
    }),
    now: ports.now,
  });
  let started: string | null = null;
  const forgetOthers = ({ name }: MigrationStep) => {
    if (name !== started) lastBlock = null;
    started = name;
  };
  try {
    const reporter = tellingAlso(watch, ports.reporter, forgetOthers);
    return await work({ ...ports, reporter }, () => lastBlock);
  } finally {
    watch.end();
  }
}

function rememberingBlocks(reporter: Reporter, remember: (block: Block) => void): Reporter {
  return {
    ...reporter,
    blocked(block) {
      if (block !== null) remember(block);
      reporter.blocked(block);
    },
  };
}

function tellingAlso(watch: Watch, reporter: Reporter, onStart: (step: MigrationStep) => void): Reporter {
  return {
    ...reporter,
    migrationStarted(step: MigrationStep) {
      onStart(step);
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
