import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { DatabaseFailures } from '../../../src/outbox/worker/database-failures.js';

const address = { host: 'db.example.test:5432', database: 'shop' };
const LIVING = { address, lost: false } as Connection;
const LOST = { address, lost: true } as Connection;
const cut = () => new Error('Connection terminated unexpectedly');
const refused = new Error('nothing listens at db.example.test:5432');

describe('failures of the database', () => {
  it.each([
    ['a session that is lost once', [[cut(), LOST]], []],
    [
      'a server that went away at work',
      [
        [cut(), LOST],
        [refused, null],
      ],
      [refused.message],
    ],
    ['a server that went away while nothing was asked', [[refused, null]], [refused.message]],
    ['an answer that is an error', [[new Error('no'), LIVING]], ['no']],
    [
      'sessions that are lost again and again',
      [
        [cut(), LOST],
        [cut(), LOST],
        [cut(), LOST],
      ],
      ['the connection to shop on db.example.test:5432 was lost'],
    ],
  ] as [string, [Error, Connection | null][], string[]][])('tell of %s', (_, failures, told) => {
    const { messages, seen } = watched();
    for (const [error, connection] of failures) seen.add(error, connection);
    expect(messages).toEqual(told);
  });

  it('are told anew after the database was worked with', () => {
    const { messages, seen } = watched();
    for (let time = 0; time < 2; time += 1) {
      seen.add(refused, null);
      seen.add(refused, null);
      seen.clear();
    }
    expect(messages).toEqual([refused.message, refused.message]);
  });

  it('are thrown in words of ours', () => {
    expect(watched().seen.add(cut(), LOST)).toMatchObject({ code: 'CONNECT_LOST' });
  });
});

function watched() {
  const messages: string[] = [];
  const seen = new DatabaseFailures((error) => messages.push((error as Error).message));
  return { messages, seen };
}
