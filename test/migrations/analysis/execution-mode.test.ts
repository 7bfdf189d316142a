import { expect, it } from 'vitest';
import { loadedOf } from '../../runner/loaded.js';

it.each([
  ['a plain file', 'create table t (); select 1;', 'together', 2],
  ['nothing but comments', '-- nothing', 'together', 0],
  ['a transaction around it', 'begin; select 1; commit;', 'together', 1],
  ['START TRANSACTION and END WORK around it', 'start transaction; select 1; end work', 'together', 1],
  ['savepoints', 'savepoint a; rollback to a; release a;', 'together', 3],
  ['an isolation level', 'set transaction isolation level serializable; select 1;', 'awaited', 2],
  [
    'an isolation level inside a transaction around it',
    'begin; set transaction read only; commit',
    'awaited',
    1,
  ],
  [
    'a transaction with an isolation level',
    'begin isolation level serializable; select 1; commit;',
    'statements',
    3,
  ],
  ['COMMIT AND CHAIN', 'begin; select 1; commit and chain;', 'statements', 3],
  ['a ROLLBACK around it', 'begin; select 1; rollback;', 'statements', 3],
  ['a COMMIT in the middle', 'select 1; commit; select 2;', 'statements', 3],
  ['a statement behind its COMMIT', 'begin; select 1; commit; select 2;', 'statements', 4],
  ['two transactions', 'begin; select 1; commit; begin; select 2; commit;', 'statements', 6],
  ['a concurrent index', 'create index concurrently i on t (a);', 'statements', 1],
  ['the directive', '-- confiture: no-transaction\nselect 1;', 'statements', 1],
] as const)('runs a file with %s in its manner', async (_what, text, manner, statements) => {
  const { plan } = await loadedOf(text);
  expect(plan.manner).toBe(manner);
  expect(plan.body.statements).toHaveLength(statements);
});
