import { describe, expect, it } from 'vitest';
import { setsTransaction, transactionCommand } from '../../../src/migrations/analysis/transaction-control.js';
import { scan } from '../../../src/migrations/parser/scan.js';

const wordsOf = (sql: string) => scan(sql).statements[0]?.words ?? [];

describe('transactionCommand', () => {
  it.each([
    ['begin', 'BEGIN'],
    ['begin work', 'BEGIN'],
    ['begin isolation level serializable', 'BEGIN'],
    ['start transaction read only', 'START TRANSACTION'],
    ['commit and chain', 'COMMIT'],
    ['end', 'END'],
    ['rollback', 'ROLLBACK'],
    ['rollback work', 'ROLLBACK'],
    ['abort', 'ABORT'],
    ["prepare transaction 'x'", 'PREPARE TRANSACTION'],
  ])('names that of %s', (sql, command) => {
    expect(transactionCommand(wordsOf(sql))).toBe(command);
  });

  it.each([
    'savepoint a',
    'release savepoint a',
    'rollback to a',
    'rollback work to savepoint a',
    'rollback transaction to a',
    "commit prepared 'x'",
    "rollback prepared 'x'",
    'prepare transaction as select 1',
    'prepare transaction (int) as select 1',
    'select 1',
    '"begin"',
  ])('finds none in %s', (sql) => {
    expect(transactionCommand(wordsOf(sql))).toBeUndefined();
  });
});

describe('setsTransaction', () => {
  it.each([
    ['set transaction read only', true],
    ["set transaction snapshot 'x'", true],
    ['set session characteristics as transaction read only', true],
    ['set local transaction_isolation = serializable', true],
    ['set session transaction_read_only = on', true],
    ['set transaction_deferrable to on', true],
    ['set default_transaction_isolation = serializable', false],
    ["set search_path = 'transaction'", false],
    ['select transaction', false],
  ])('of %s is %s', (sql, expected) => {
    expect(setsTransaction(wordsOf(sql))).toBe(expected);
  });
});
