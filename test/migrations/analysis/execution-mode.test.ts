import { expect, it } from 'vitest';
import { loadedOf } from '../../runner/loaded.js';

it.each([
  ['a plain file', 'create table t (); select 1;', 'pipelined', 2],
  ['nothing but comments', '-- nothing', 'pipelined', 0],
  ['a transaction around it', 'begin; select 1; commit;', 'pipelined', 1],
  ['START TRANSACTION and END WORK around it', 'start transaction; select 1; end work', 'pipelined', 1],
  ['savepoints', 'savepoint a; rollback to a; release a;', 'pipelined', 3],
  ['an isolation level', 'set transaction isolation level serializable; select 1;', 'transaction', 2],
  [
    'an isolation level inside a transaction around it',
    'begin; set transaction read only; commit',
    'transaction',
    1,
  ],
  [
    'a transaction with an isolation level',
    'begin isolation level serializable; select 1; commit;',
    'perStatement',
    3,
  ],
  ['COMMIT AND CHAIN', 'begin; select 1; commit and chain;', 'perStatement', 3],
  ['a ROLLBACK around it', 'begin; select 1; rollback;', 'perStatement', 3],
  ['a COMMIT in the middle', 'select 1; commit; select 2;', 'perStatement', 3],
  ['a statement behind its COMMIT', 'begin; select 1; commit; select 2;', 'perStatement', 4],
  ['two transactions', 'begin; select 1; commit; begin; select 2; commit;', 'perStatement', 6],
  ['a concurrent index', 'create index concurrently i on t (a);', 'perStatement', 1],
  ['the directive', '-- confiture: no-transaction\nselect 1;', 'perStatement', 1],
] as const)('runs a file with %s in its mode', async (_what, text, mode, statements) => {
  const { plan } = await loadedOf(text);
  expect(plan.mode).toBe(mode);
  expect(plan.body.statements).toHaveLength(statements);
});
