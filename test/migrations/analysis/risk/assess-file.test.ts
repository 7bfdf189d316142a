import { describe, expect, it } from 'vitest';
import { KnownObjects } from '../../../../src/migrations/analysis/risk/known-objects.js';
import { corpus } from '../../sql-corpus.js';
import { assess, assessLast, locksOf, rulesOf } from './assess.js';
import { harmlessStatements } from './harmless-statements.js';
import { type Expected, riskyStatements } from './risky-statements.js';

function told(sql: string): Expected {
  const risk = assessLast(sql);
  const work = `${risk.rewrites ? 'R' : ''}${risk.scans ? 'S' : ''}` as 'R' | 'S' | 'RS' | '';
  return [
    sql,
    risk.tier,
    locksOf(risk),
    rulesOf(risk).join(' '),
    ...(work === '' ? ([] as const) : [work]),
  ] as Expected;
}

it('knows enough statements, half of them harmless', () => {
  expect(riskyStatements.length).toBeGreaterThan(100);
  expect(harmlessStatements.length).toBeGreaterThan(100);
});

it.each(riskyStatements.map((row) => [row[0], row] as const))('tells what is at stake in %s', (sql, row) => {
  expect(told(sql)).toEqual(row);
});

it.each(harmlessStatements.map((row) => [row[0], row] as const))(
  'finds no more in %s than it does',
  (sql, row) => {
    expect(told(sql)).toEqual(row);
  },
);

it('assesses every statement of the awkward SQL that PostgreSQL accepts', () => {
  for (const [, sql, statements] of corpus) expect(assess(sql)).toHaveLength(statements);
});

it('holds no text of a statement but names', () => {
  const risks = assess(
    "insert into notes values ('invented-value'); create role app password 'invented-password'; update users set a = 'invented' where b = 'row-value'; do $$ invented-code $$",
  );
  expect(JSON.stringify(risks)).not.toMatch(/invented|row-value/);
});

describe('over several files', () => {
  it('takes what an earlier file of the plan made for new', () => {
    const known = new KnownObjects();
    assess('create table users (id bigint)', known);
    expect(assess('drop table users', known)[0]?.tier).toBe('additive');
  });

  it('doubts after a rollback what the same file made, and nothing else', () => {
    const known = new KnownObjects();
    assess('create table users (id bigint)', known);
    const risks = assess(
      'begin; create table orders (id bigint); rollback; drop table orders; drop table users',
      known,
    );
    expect(risks.slice(-2).map(({ tier }) => tier)).toEqual(['destructive', 'additive']);
  });

  it('forgets temporary tables with the file that made them', () => {
    const known = new KnownObjects();
    expect(assess('create temp table users (id bigint); drop table users', known)[1]?.tier).toBe('additive');
    assess('create temp table users (id bigint)', known);
    expect(assess('drop table users', known)[0]?.tier).toBe('destructive');
  });

  it('lets each file begin with the search_path of the session', () => {
    const known = new KnownObjects();
    assess('set search_path to app; create table users (id bigint)', known);
    expect(assess('drop table users', known)[0]?.tier).toBe('destructive');
  });

  it('takes what applied files made for old, and relies on the types and constraints they gave', () => {
    const known = new KnownObjects();
    assess('create table users (id int, name varchar(20), age int check (age is not null))', known);
    known.settle();
    const [wider, notNull, longer, drop] = assess(
      'alter table users alter name type text; alter table users alter age set not null; alter table users alter id type bigint; drop table users',
      known,
    );
    expect(wider).toMatchObject({ tier: 'reversible', rewrites: false });
    expect(notNull).toMatchObject({ tier: 'reversible', scans: false });
    expect(longer).toMatchObject({ tier: 'lock_risky', rewrites: true });
    expect(drop).toMatchObject({ tier: 'destructive' });
  });

  it('means the schema of the session by a name without one', () => {
    const known = new KnownObjects('app');
    assess('create table users (id bigint)', known);
    const [own, other] = assess('truncate app.users; truncate public.users', known);
    expect([own?.tier, other?.tier]).toEqual(['additive', 'destructive']);
  });
});
