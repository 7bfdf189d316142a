import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { statementsOf } from '../../../src/migrations/parser/statements.js';
import { kindsOf } from '../../../src/runner/execute/statement-kind.js';
import { hashStatements, StatementsHash } from '../../../src/runner/ledger/progress.js';
import { resumeAt, resumesInTransaction, sessionStatements } from '../../../src/runner/plan/resume.js';
import { failureOf } from '../../migrations/failure-of.js';
import { loadedOf } from '../loaded.js';

async function fileOf(text: string) {
  const migration = await loadedOf(text);
  const texts = statementsOf(migration.scan).map((piece) => piece.text);
  return { migration, texts, kinds: await kindsOf(migration.scan.statements, texts) };
}

/** Answers the one question there is, about an index, with this. */
function databaseWith(index: { valid: boolean; building?: boolean } | null): Connection {
  const rows = index ? [{ schema: 's', building: false, ...index }] : [];
  return { queryUnbound: async () => [[], rows] } as unknown as Connection;
}

describe('resumeAt', () => {
  const text =
    'create table t (a int);\ncreate index concurrently i on t (a);\nvacuum t;\ncall p();\nselect 1;';
  const at = async (finished: number, running: number | null, connection = databaseWith(null)) => {
    const file = await fileOf(text);
    const finishedHash = hashStatements(file.texts, finished);
    return resumeAt(connection, { finished, finishedHash, running }, file);
  };

  it('begins a file that no run has begun', async () => {
    expect(await resumeAt(databaseWith(null), null, await fileOf(text))).toBe(0);
  });

  it('goes on behind what is finished', async () => {
    expect(await at(2, null)).toBe(2);
  });

  it('builds an index again unless the one that was begun is valid', async () => {
    expect(await at(1, 1)).toBe(1);
    expect(await at(1, 1, databaseWith({ valid: false }))).toBe(1);
    expect(await at(1, 1, databaseWith({ valid: true }))).toBe(2);
  });

  it('repeats what may be repeated', async () => {
    expect(await at(2, 2)).toBe(2);
  });

  it('asks a person about what cannot be told', async () => {
    expect(await failureOf(() => at(3, 3))).toMatchObject({
      code: 'MIGRATION_INTERRUPTED',
      location: { line: 4 },
    });
  });

  it.each(['up', 'down'] as const)('names the command that goes on, migrate %s', async (direction) => {
    const { migration, ...rest } = await fileOf(text);
    const down = { path: '/m/001_file.down.sql', displayPath: 'db/migrations/001_file.down.sql' };
    const path = direction === 'down' ? down : migration.path;
    const file = { ...rest, migration: { ...migration, path, file: { ...migration.file, down } } };
    const progress = { finished: 3, finishedHash: hashStatements(file.texts, 3), running: 3 };
    const { hint } = await failureOf(() => resumeAt(databaseWith(null), progress, file));
    expect(hint).toContain(`Then run \`confiture migrate ${direction}\``);
  });

  it('notices that what has run was edited since', async () => {
    const file = await fileOf(text);
    const before = hashStatements(['create table u ()', 'select 2'], 2);
    const progress = { finished: 2, finishedHash: before, running: null };
    expect(await failureOf(() => resumeAt(databaseWith(null), progress, file))).toMatchObject({
      code: 'FILES_CHANGED',
    });
  });
});

it('repeats the settings of the session that ran the statements before', async () => {
  const { migration, texts } = await fileOf(
    `set search_path = a; set local x.y = 1; select set_config('a.b', 'c', false); reset work_mem; select 1; set role r; select 2;`,
  );
  expect(sessionStatements(migration.scan, texts, 5)).toEqual([
    'set search_path = a',
    "select set_config('a.b', 'c', false)",
    'reset work_mem',
  ]);
});

it('begins a transaction where the statement before ended one by chaining the next', async () => {
  const { texts, kinds } = await fileOf('begin; select 1; commit and chain; select 2; commit; select 3;');
  expect(texts.map((_, first) => resumesInTransaction(texts, kinds, first))).toEqual([
    false,
    false,
    false,
    true,
    false,
    false,
  ]);
});

it('hashes growing numbers of statements as it hashes them at once', () => {
  const texts = ['a', 'b', 'c'];
  const growing = new StatementsHash(texts);
  expect([0, 1, 3, 3].map((count) => growing.ofFirst(count))).toEqual(
    [0, 1, 3, 3].map((count) => hashStatements(texts, count)),
  );
});
