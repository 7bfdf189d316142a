import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';

export interface SessionPoolOptions {
  readonly open: () => Promise<Connection>;
  /** Called once for each new session, before it is lent. */
  readonly prepare: (connection: Connection) => Promise<void>;
  readonly size: number;
  /** How long a caller waits for a session that others have. */
  readonly waitMs: number;
  /** How long a session stays open that is not used. */
  readonly idleMs: number;
}

/**
 * A few sessions that requests share. One that was lost is replaced when the next caller comes, so that a server that
 * was restarted is found again; callers wait in the order they came.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions;
  readonly #idle: { readonly connection: Connection; readonly timer: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];
  #lent = 0;
  #isClosed = false;

  constructor(options: SessionPoolOptions) {
    this.#options = options;
  }

  /** Lends a session to `work`. @throws SERVER_BUSY; what opening a session throws. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    await this.#admit();
    let connection: Connection | undefined;
    try {
      connection = await this.#take();
      const result = await work(connection);
      this.#putBack(connection);
      return result;
    } catch (error) {
      if (connection !== undefined) await this.#recover(connection);
      throw error;
    } finally {
      this.#lent -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Closes the idle sessions, and each lent one when it comes back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all(
      this.#idle.splice(0).map(({ connection, timer }) => {
        clearTimeout(timer);
        return connection.close();
      }),
    );
  }

  async #admit(): Promise<void> {
    if (this.#lent >= this.#options.size) await this.#turn();
    if (this.#isClosed) throw busy('the server is stopping');
    this.#lent += 1;
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        reject(busy('all sessions of the database are in use'));
      }, this.#options.waitMs);
      this.#waiting.push(wake);
    });
  }

  async #take(): Promise<Connection> {
    for (let next = this.#idle.pop(); next !== undefined; next = this.#idle.pop()) {
      clearTimeout(next.timer);
      if (!next.connection.lost) return next.connection;
      void next.connection.close();
    }
    const connection = await this.#options.open();
    try {
      await this.#options.prepare(connection);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  #putBack(connection: Connection): void {
    if (connection.lost || this.#isClosed) {
      void connection.close();
      return;
    }
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((each) => each.connection === connection);
      if (at !== -1) this.#idle.splice(at, 1);
      void connection.close();
    }, this.#options.idleMs);
    timer.unref();
    this.#idle.push({ connection, timer });
  }

  /** What failed may have left its transaction open. */
  async #recover(connection: Connection): Promise<void> {
    try {
      await connection.run('rollback');
      this.#putBack(connection);
    } catch {
      void connection.close();
    }
  }
}

function busy(message: string): ConfitureError {
  return new ConfitureError('SERVER_BUSY', message, {
    hint: 'Try again in a moment.',
    details: { headers: { 'retry-after': '1' } },
  });
}
