import { describe, expect, it } from 'vitest';
import { progressOf, progressSql } from '../../../src/runner/monitor/watch-progress.js';

describe('progressOf', () => {
  const row = { command: 'VACUUM', phase: 'scanning heap', done: 1, total: 4 };

  it.each([
    ['a part', row, 0.25],
    ['no part where the server knows no total', { ...row, total: 0 }, null],
    ['never more than all: a table grows while it is read', { ...row, done: 9 }, 1],
  ])('tells %s', (_what, given, fraction) => {
    expect(progressOf([given])).toEqual({ command: 'VACUUM', phase: 'scanning heap', fraction });
  });

  it('is null where the server reports nothing', () => {
    expect(progressOf([])).toBeNull();
  });
});

describe('progressSql', () => {
  it.each([
    [130_000, false],
    [140_000, true],
  ])('asks a server %i for COPY: %s', (version, asks) => {
    expect(progressSql(7, version).includes('pg_stat_progress_copy')).toBe(asks);
  });
});
