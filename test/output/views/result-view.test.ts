import { describe, expect, it } from 'vitest';
import { type RunOutcome, runView } from '../../../src/output/views/result-view.js';
import { plainTheme } from '../captured-output.js';

const outcome: RunOutcome = {
  direction: 'up',
  command: 'confiture migrate up',
  done: 3,
  planned: 3,
  failed: null,
  current: '005_a',
  durationMs: 41,
  undelivered: 0,
};
const view = (changes: Partial<RunOutcome>) => runView({ ...outcome, ...changes }, plainTheme()).split('\n');

describe('runView', () => {
  it.each<[string, Partial<RunOutcome>, string]>([
    ['what was applied', {}, 'Applied 3 migrations in 41 ms. The database is at 005_a.'],
    ['that nothing was to do', { done: 0, planned: 0 }, 'Nothing to do: the database is at 005_a.'],
    [
      'that there are no migrations',
      { done: 0, planned: 0, current: null },
      'Nothing to do: there are no migrations yet.',
    ],
    [
      'that there is nothing to roll back',
      { direction: 'down', done: 0, planned: 0, current: null },
      'Nothing to do: nothing has been applied.',
    ],
    [
      'what was rolled back',
      { direction: 'down', done: 1, planned: 1, current: null },
      'Rolled back 1 migration in 41 ms. The database is before its first migration.',
    ],
  ])('says %s', (_title, changes, expected) => {
    expect(view(changes)).toEqual([expected]);
  });

  it('says after a failure how far it came and what to do', () => {
    expect(
      view({ done: 2, planned: 5, failed: { name: '006_b', isOfFile: true, commits: 'whole' } }),
    ).toEqual([
      'Applied 2 of 5 migrations. The database is at 005_a.',
      'Nothing of 006_b took effect. Mend its file, then run `confiture migrate up` again.',
    ]);
  });

  it('asks nobody to mend a file that only could not get its lock', () => {
    const failed = { name: '006_b', isOfFile: false, commits: 'whole' } as const;
    expect(view({ done: 2, planned: 5, failed })[1]).toBe(
      'Nothing of 006_b took effect. Its file needs no mending: settle the cause, then run `confiture migrate up` again.',
    );
  });

  it('names the command that goes on from there', () => {
    const failed = { name: '004_b', isOfFile: true, commits: 'whole' } as const;
    const command = 'confiture migrate down-to 002';
    expect(view({ direction: 'down', command, done: 0, planned: 2, failed })[1]).toBe(
      'Nothing of 004_b took effect. Mend its .down.sql file, then run `confiture migrate down-to 002` again.',
    );
  });

  it('says that a file outside of a transaction took effect in part', () => {
    const lines = view({
      done: 0,
      planned: 1,
      failed: { name: '006_b', isOfFile: true, commits: 'statements' },
    });
    expect(lines.join('\n')).toMatch(/before the one that failed took effect.*goes on at that statement/s);
  });

  it('says that phases and batches of a file that failed later stay', () => {
    const failed = { name: '006_b', isOfFile: true, commits: 'phases' } as const;
    const lines = view({ done: 0, planned: 1, failed });
    expect(lines.slice(1)).toEqual([
      'What phases and batches of 006_b had committed before stays.',
      'Mend its file, then run `confiture migrate up` again: it goes on with the phase that is due.',
    ]);
  });

  it('says how to go on where a run was stopped', () => {
    expect(view({ done: 1, planned: 3 })[1]).toBe(
      'Stopped before the rest; `confiture migrate up` goes on from here.',
    );
  });

  it.each([
    [1, '1 webhook delivery is still waiting'],
    [3, '3 webhook deliveries are still waiting'],
  ])('tells of %d undelivered', (undelivered, expected) => {
    expect(view({ undelivered }).at(-1)).toContain(expected);
  });
});
