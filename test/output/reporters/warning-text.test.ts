import { expect, it } from 'vitest';
import { warningListeners, warningText } from '../../../src/output/reporters/warning-text.js';
import { dispatchRunEvent, type RunEvent, type RunWarning } from '../../../src/run-events.js';

const cases: [warning: RunWarning, text: string][] = [
  [{ kind: 'files-missing', names: ['001_a', '002_b'] }, 'applied, but the file is missing: 001_a, 002_b'],
  [{ kind: 'out-of-order', names: ['001_a'] }, 'out of order, older than what is applied: 001_a'],
  [
    { kind: 'file-empty', name: '001_a' },
    '001_a holds no statement: it counts as applied and changes nothing (`-- confiture: empty` in it says that this is meant)',
  ],
  [
    { kind: 'own-transaction', name: '001_a', command: 'COMMIT', line: 3 },
    '001_a runs outside of a transaction, statement by statement, because of COMMIT in line 3: after a failure what the file has committed stays',
  ],
  [
    { kind: 'undone-separately', file: 'db/001_a.down.sql' },
    'db/001_a.down.sql cannot share a transaction with others, so each migration is undone by itself: after a failure those before it stay undone',
  ],
  [
    { kind: 'finding', file: 'db/001_a.up.sql', line: 2, message: 'Odd.', hint: 'Mend it.' },
    'db/001_a.up.sql, line 2: Odd. Mend it.',
  ],
  [
    { kind: 'finding', file: 'db/001_a.up.sql', line: null, message: 'Odd.', hint: 'Mend it.' },
    'db/001_a.up.sql: Odd. Mend it.',
  ],
];

it.each(cases)('says in one sentence what a run warns of: $kind', (warning, text) => {
  expect(warningText(warning)).toBe(text);
});

const events: [event: RunEvent, text: RegExp][] = [
  [{ type: 'run.warned', warning: { kind: 'out-of-order', names: ['001_a'] } }, /^out of order/],
  [
    { type: 'migration.retrying', name: '001_a', sqlstate: '55P03', attempt: 2, waitMs: 310 },
    /^001_a: SQLSTATE 55P03, trying again in 310 ms \(retry 2\)$/,
  ],
  [{ type: 'connection.lost' }, /^the connection was lost: the ledger is asked/],
  [
    { type: 'hook.failed', hook: 'audit', phase: 'post_run', message: 'no disk' },
    /^hook audit failed in post_run: no disk$/,
  ],
  [
    { type: 'hook.failed', hook: 'audit', phase: null, message: 'no disk' },
    /^hook audit could not make its messages: no disk$/,
  ],
  [
    { type: 'endpoint.disabled', endpoint: 'pager', reason: 'gone' },
    /^endpoint pager is switched off: gone\..*`confiture webhooks enable pager`/,
  ],
  [{ type: 'outbox.unavailable', message: 'no link' }, /cannot be worked with at the moment: no link\./],
  [
    { type: 'record.rejected', record: 'record 7', reason: 'no id' },
    /^record 7 is malformed and set aside: no id\./,
  ],
  [
    { type: 'event.spooled', eventType: 'migration.failed', folder: '.confiture/spool', message: 'no link' },
    /^migration\.failed could not be stored in the database \(no link\); it is kept in \.confiture\/spool/,
  ],
  [
    {
      type: 'event.lost',
      eventType: 'migration.failed',
      migration: '001_a',
      endpoints: ['pager', 'chat'],
      folder: '.confiture/spool',
      databaseMessage: 'no link',
      folderMessage: 'no space',
    },
    /^migration\.failed of 001_a is lost to pager, chat: .*\(no link\).*\(no space\)/,
  ],
];

it.each(events)('warns once of an event: $type', (event, text) => {
  const sentences: string[] = [];
  dispatchRunEvent(
    warningListeners((sentence) => sentences.push(sentence)),
    event,
  );
  expect(sentences).toEqual([expect.stringMatching(text)]);
});

it('warns of nothing else that happens', () => {
  const sentences: string[] = [];
  dispatchRunEvent(
    warningListeners((sentence) => sentences.push(sentence)),
    { type: 'migration.started', name: '001_a', index: 1, total: 1 },
  );
  expect(sentences).toEqual([]);
});
