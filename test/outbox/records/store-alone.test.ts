import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import { storeAlone } from '../../../src/outbox/records/store-alone.js';

const RECORD = { event: sampleEvent('migration.failed'), deliveries: [] };
const SCOPE = { project: 'public.tb_confiture', environment: RECORD.event.environment };
const SILENT = 'it did not answer in time';

describe('an event that cannot be stored', () => {
  it('says in words of ours that the session was lost', async () => {
    const cut = session(async () => {
      throw new Error('Connection terminated unexpectedly');
    });
    await expect(storeAlone([RECORD], SCOPE, null, async () => cut)).rejects.toMatchObject({
      code: 'CONNECT_LOST',
      message: 'the connection to shop on db.example.test:5432 was lost',
    });
  });

  it('says that a server that fell silent did not answer', async () => {
    const deadline = new AbortController();
    let cut = () => {};
    const silent = session(
      () =>
        new Promise((_, reject) => {
          cut = () => reject(new Error('Connection terminated unexpectedly'));
          queueMicrotask(() => deadline.abort());
        }),
      () => cut(),
    );
    await expect(storeAlone([RECORD], SCOPE, null, async () => silent, deadline.signal)).rejects.toThrow(
      SILENT,
    );
  });

  it('says the same of a server that opens no session', async () => {
    const open = async (signal: AbortSignal) => {
      signal.throwIfAborted();
      return session(async () => {});
    };
    await expect(storeAlone([RECORD], SCOPE, null, open, AbortSignal.abort())).rejects.toThrow(SILENT);
  });
});

/** A session that is lost by the time `run` rejects. */
function session(run: () => Promise<unknown>, abandon = () => {}): Connection {
  const connection = {
    address: { host: 'db.example.test:5432', database: 'shop' },
    lost: false,
    run: () =>
      run().catch((error) => {
        connection.lost = true;
        throw error;
      }),
    abandon,
    close: async () => {},
  };
  return connection as unknown as Connection;
}
