import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, ServerNotice } from '../../src/database/connection.js';
import { isServerError, type ServerError } from '../../src/database/server-error.js';

/** How the suite gets its sessions. */
export interface Driver {
  /** A fresh session; the suite closes it. */
  open(): Promise<Connection>;
  /** Text that may never appear anywhere. */
  readonly secret: string;
}

/** What every driver of the database port must do. */
export function describeConnection(name: string, makeDriver: () => Promise<Driver>): void {
  describe(name, () => {
    let driver: Driver;
    let connection: Connection;

    beforeAll(async () => {
      driver = await makeDriver();
      connection = await driver.open();
    });
    afterAll(() => connection.close());
    beforeEach(async () => {
      if (connection.lost) connection = await driver.open();
      await connection.run('rollback');
      await connection.run(
        'drop schema if exists suite cascade; create schema suite; set search_path = suite',
      );
    });

    describe('answers', () => {
      it('gives each statement of a text its command and count', async () => {
        const { statements, transaction } = await connection.run(
          'create table t (a int); insert into t values (1), (2); update t set a = 3 where a = 2; select * from t',
        );
        expect(statements).toEqual([
          { command: 'CREATE TABLE', rowCount: null },
          { command: 'INSERT', rowCount: 2 },
          { command: 'UPDATE', rowCount: 1 },
          { command: 'SELECT', rowCount: 2 },
        ]);
        expect(transaction).toBe('idle');
      });

      it.each(['', ' ', '-- a comment', '/* another */;;'])('finds no statement in %j', async (text) => {
        expect((await connection.run(text)).statements).toEqual([]);
      });

      it('tells of every statement that completed before the one that failed', async () => {
        const seen: string[] = [];
        const text =
          'create table t (a int); insert into t values (1); do $$ begin raise exception $q$no$q$; end $$; select 1';
        await failure(connection.run(text, ({ command }) => seen.push(command)));
        expect(seen).toEqual(['CREATE TABLE', 'INSERT']);
      });

      it('gives the rows of one statement, with and without parameters', async () => {
        expect(await connection.query('select 1 as a, null as b')).toEqual([{ a: 1, b: null }]);
        const values = [7, 'seven', null, true, [1, 2], new Date(0)];
        const [row] = await connection.query(
          `select $1::int as i, $2::text as t, $3::text as n, $4::bool as b, $5::int[] as l, $6::timestamptz = 'epoch' as d`,
          values,
        );
        expect(row).toEqual({ i: 7, t: 'seven', n: null, b: true, l: [1, 2], d: true });
      });

      it('of own questions bind their names to pg_catalog, and those of files find what the session finds', async () => {
        await connection.run(`create function suite.current_database() returns name language sql as
            $$ select 'planted'::pg_catalog.name $$;
          create domain suite.text as pg_catalog.text check (pg_catalog.length(value) > 100);
          set search_path = suite, pg_catalog; set datestyle = 'SQL, DMY'; set timezone = 'Asia/Kathmandu'`);
        const own =
          "select current_database() <> 'planted' as own, 'a'::text as t, '2026-02-01'::date::text as d";
        expect(await connection.query(own)).toEqual([{ own: true, t: 'a', d: '2026-02-01' }]);
        expect(await connection.query(`${own}, $1::text as p`, ['b'])).toEqual([
          { own: true, t: 'a', d: '2026-02-01', p: 'b' },
        ]);
        const theirs = "select current_database() as name, current_setting('timezone') as zone";
        expect(await connection.queryUnbound(theirs)).toEqual([
          [{ name: 'planted', zone: 'Asia/Kathmandu' }],
        ]);
        await connection.run('reset all');
      });

      it('gives the rows of every statement of a text', async () => {
        const rows = await connection.queryAll(
          'select 1 as a; create table suite.t (); select 2 as b union all select 3 order by 1',
        );
        expect(rows).toEqual([[{ a: 1 }], [], [{ b: 2 }, { b: 3 }]]);
      });

      it('keeps all of Unicode as it is, in texts, parameters and names', async () => {
        const text = 'é 漢字 🍓 \u{10ffff} \u200d " \\ \r\n\t\u0001';
        expect(await connection.query('select $1::text as "🍓"', [text])).toEqual([{ '🍓': text }]);
        expect(await connection.query(`select '${text}' as a`)).toEqual([{ a: text }]);
      });

      it('takes a text of 16 MB', async () => {
        const [row] = await connection.query(`select length('${'x'.repeat(16_000_000)}') as length`);
        expect(row).toEqual({ length: 16_000_000 });
      });

      it('drops the rows of a text, so that a million of them need no memory', async () => {
        const text = "select repeat('x', 200) from generate_series(1, 1000000)";
        await connection.run(text);
        const before = process.memoryUsage();
        const { statements } = await connection.run(text);
        const after = process.memoryUsage();
        expect(statements).toEqual([{ command: 'SELECT', rowCount: 1_000_000 }]);
        const growth = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
        expect(growth).toBeLessThan(100_000_000);
      });
    });

    describe('errors', () => {
      it('carry SQLSTATE and a position that counts characters, also behind those outside the basic plane', async () => {
        const error = await failure(connection.run("select '🍓🍓'; select nothing"));
        expect(error.code).toBe('42703');
        expect(Number(error.position)).toBe([..."select '🍓🍓'; select "].length + 1);
        expect((await failure(connection.run('slect'))).code).toBe('42601');
        expect((await failure(connection.query('select 1 / $1::int', [0]))).code).toBe('22012');
      });

      it('leave the session usable', async () => {
        await failure(connection.run('select 1 / 0'));
        expect(await connection.query('select 1 as a')).toEqual([{ a: 1 }]);
        expect(connection.lost).toBe(false);
      });

      it.each(['57P01', '08006', '08P01', 'XX000'])(
        'of a migration that raises %s do not pass for a lost link',
        async (code) => {
          const error = await failure(
            connection.run(`do $$ begin raise exception using errcode = '${code}'; end $$`),
          );
          expect(error.code).toBe(code);
          expect(connection.lost).toBe(false);
        },
      );

      it('refuse a NUL, in texts and parameters, and undo what its transaction did', async () => {
        const answers = await Promise.allSettled([
          connection.run('begin'),
          connection.run('create table t (); select 1\0; select 2'),
          connection.run('create table later (); commit'),
        ]);
        expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
        await connection.run('rollback');
        await failure(connection.query('select $1::text', ['a\0b']));
        expect(await tables(connection)).toEqual([]);
      });

      it('reject a parameter that cannot be written, and keep later answers in order', async () => {
        const cyclic: Record<string, unknown> = {};
        cyclic.self = cyclic;
        const bad = connection.query('select $1::json', [cyclic]);
        const good = connection.query('select 2 as b');
        await expect(bad).rejects.toThrow(/circular/i);
        expect(await good).toEqual([{ b: 2 }]);
      });

      it('never hold the password', async () => {
        const errors = [
          await failure(connection.run('select nothing')),
          await failure(connection.query('select $1::int', ['x'])),
        ];
        const shown = [...errors, connection].map((one) => inspect(one, { depth: 12, showHidden: true }));
        for (const text of shown) expect(text).not.toContain(driver.secret);
        expect(errors.map(({ stack }) => stack).join()).not.toContain(driver.secret);
      });
    });

    describe('transactions', () => {
      it('are told as idle, open and failed', async () => {
        expect((await connection.run('begin')).transaction).toBe('open');
        const failed = connection.run('select 1 / 0');
        await failure(failed);
        expect((await connection.run('')).transaction).toBe('failed');
        expect((await connection.run('rollback')).transaction).toBe('idle');
      });

      it('run overlapping calls in the order in which they were made, and give each its own answer', async () => {
        await connection.run('create table t (n int, at serial)');
        const calls = Array.from({ length: 20 }, (_, n) => [
          connection.query('insert into suite.t (n) values ($1) returning n', [n]),
          connection.run(`select ${n} / 0`).catch((error: ServerError) => error.code),
          connection.queryAll(`insert into suite.t (n) values (${n} + 0.0) returning n`),
        ]);
        const answers = await Promise.all(calls.map((three) => Promise.all(three)));
        expect(answers).toEqual(calls.map((_, n) => [[{ n }], '22012', [[{ n }]]]));
        const rows = await connection.query<{ n: number }>('select n from suite.t order by at');
        expect(rows.map(({ n }) => n)).toEqual(calls.flatMap((_, n) => [n, n]));
      });

      it.each([
        ['a syntax error', 'create table second (); slect'],
        ['a run-time error', 'create table second (); select 1 / 0'],
        [
          'a constraint that fails at the commit',
          'create table second (a int primary key, b int references second deferrable initially deferred); insert into second values (1, 2)',
        ],
        ['a COMMIT of its own', 'create table second (); commit'],
      ])('that follow each other stop for good at %s', async (_fault, body) => {
        await connection.run('create table ledger (name text)');
        const sent = [
          ...transaction(connection, 'first', null, 'create table first ()'),
          ...transaction(connection, 'second', 'first', body),
          ...transaction(connection, 'third', 'second', 'create table third ()'),
          ...transaction(connection, 'fourth', 'third', 'create table fourth ()'),
        ];
        await Promise.allSettled(sent);
        await connection.run('rollback');
        expect(await connection.query('select name from suite.ledger')).toEqual([{ name: 'first' }]);
        const left = await tables(connection);
        expect(left).toContain('first');
        expect(left).not.toContain('third');
        expect(left).not.toContain('fourth');
      });
    });

    describe('notices', () => {
      it('come with severity, SQLSTATE and message', async () => {
        const notices: ServerNotice[] = [];
        connection.onNotice((notice) => notices.push(notice));
        await connection.run('set client_min_messages = debug1');
        for (const severity of ['debug', 'log', 'info', 'notice', 'warning']) {
          await connection.run(`do $$ begin raise ${severity} 'from ${severity} 🍓'; end $$`);
        }
        await connection.run('reset client_min_messages');
        const ours = notices.filter(({ message }) => message.startsWith('from '));
        expect(ours).toEqual(
          ['DEBUG', 'LOG', 'INFO', 'NOTICE', 'WARNING'].map((severity) => ({
            severity,
            message: `from ${severity.toLowerCase()} 🍓`,
            sqlstate: severity === 'WARNING' ? '01000' : '00000',
          })),
        );
      });
    });

    describe('COPY', () => {
      it('takes its data with the command and counts the rows', async () => {
        await connection.run('create table t (a int, b text)');
        const { statements, transaction } = await connection.copyIn({
          statement: 'copy t from stdin',
          data: '1\teins\n2\t🍓\n3\t\\N\n',
        });
        expect(statements).toEqual([{ command: 'COPY', rowCount: 3 }]);
        expect(transaction).toBe('idle');
        expect(await connection.query('select a, b from suite.t where a > 1 order by a')).toEqual([
          { a: 2, b: '🍓' },
          { a: 3, b: null },
        ]);
      });

      it('takes more data than fits into one message', async () => {
        await connection.run('create table t (a text)');
        const data = `${'x'.repeat(99)}\n`.repeat(20_000);
        const { statements } = await connection.copyIn({ statement: 'copy t from stdin', data });
        expect(statements).toEqual([{ command: 'COPY', rowCount: 20_000 }]);
      });

      it.each([
        [
          'data that is wrong half-way',
          'copy t from stdin',
          `1\n${'2\n'.repeat(50_000)}x\n${'3\n'.repeat(50_000)}`,
          '22P02',
        ],
        ['a table that does not exist', 'copy missing from stdin', '1\n2\n', '42P01'],
        ['a command that is none', 'coppy t from stdin', '1\n', '42601'],
      ])('with %s fails alone', async (_case, statement, data, code) => {
        await connection.run('create table t (a int)');
        const failed = failure(connection.copyIn({ statement, data }));
        const next = connection.query('select count(*)::int as n from suite.t');
        expect((await failed).code).toBe(code);
        expect(await next).toEqual([{ n: 0 }]);
      });

      it('without data fails alone, whoever sends it', async () => {
        await connection.run('create table t (a int)');
        const calls = [
          connection.run('select 1; copy t from stdin; select 2'),
          connection.queryAll('COPY suite.t FROM STDIN'),
        ];
        const next = connection.query("select 'stdin' as word");
        for (const call of calls) expect((await failure(call)).code).toBe('57014');
        expect(await next).toEqual([{ word: 'stdin' }]);
      });
    });

    describe('the end', () => {
      it('of a session may be asked for twice, and nothing can be sent after it', async () => {
        await connection.close();
        await connection.close();
        expect(connection.lost).toBe(true);
        await expect(connection.run('select 1')).rejects.toThrow();
        await expect(connection.query('select 1')).rejects.toThrow();
        await connection.cancel();
      });

      it('waits for what has been sent', async () => {
        const answers = Promise.all([connection.run('create table t ()'), connection.query('select 1 as a')]);
        await connection.close();
        expect((await answers)[1]).toEqual([{ a: 1 }]);
      });
    });
  });
}

/** As the runner sends a migration: see src/runner/execute/transaction.ts. */
function transaction(
  connection: Connection,
  name: string,
  predecessor: string | null,
  body: string,
): Promise<unknown>[] {
  const guard =
    predecessor === null ? '' : `; select 1 / count(*) from suite.ledger where name = '${predecessor}'`;
  return [
    connection.run(`begin${guard}; savepoint confiture`),
    connection.run(body),
    connection.run(`release savepoint confiture; insert into suite.ledger values ('${name}'); commit`),
  ];
}

async function tables(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'suite' order by 1",
  );
  return rows.map(({ name }) => name);
}

export async function failure(call: Promise<unknown>): Promise<ServerError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (isServerError(error)) return error;
  throw new Error(`expected an error of the server, got ${inspect(error)}`);
}
