import { describe, expect, it } from 'vitest';
import { blockText, progressText } from '../../../src/output/reporters/activity-text.js';
import type { Block } from '../../../src/run-events.js';
import { plainTheme } from '../captured-output.js';

const by = {
  pid: 42,
  user: 'app',
  application: 'psql',
  clientAddress: '10.0.0.7',
  state: 'idle in transaction',
  stateMs: 12_000,
};
const block: Block = { by, others: 0, waitedMs: 100 };

describe('blockText', () => {
  it('names the session, its state and how long it has been in it', () => {
    expect(blockText(block)).toBe(
      'waits for a lock of process 42, user app, psql, from 10.0.0.7, idle in transaction for 12.0 s',
    );
  });

  it('leaves out what the role may not see', () => {
    const hidden = { ...by, user: null, application: null, clientAddress: null, state: null, stateMs: null };
    expect(blockText({ ...block, by: hidden })).toBe('waits for a lock of process 42');
  });

  it('says where there are more', () => {
    expect(blockText({ ...block, others: 2 })).toMatch(/, and of 2 more$/);
  });

  it('says what a process without a number is', () => {
    expect(blockText({ ...block, by: { ...by, pid: 0 } })).toContain('a prepared transaction');
  });

  it('makes a name from outside harmless', () => {
    const named = { ...by, application: 'a\u001b[2J\npostgres://u:invented-pw@h/d' };
    const text = blockText({ ...block, by: named });
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(text).not.toContain('invented-pw');
  });
});

describe('progressText', () => {
  const progress = { command: 'CREATE INDEX', phase: 'building index: scanning table', fraction: 0.5 };

  it('draws a bar with the part and the phase', () => {
    expect(progressText(progress, plainTheme())).toBe(
      `${'█'.repeat(10)}${'░'.repeat(10)}   50 %  building index: scanning table`,
    );
  });

  it.each([
    [0, `${'░'.repeat(20)}    0 %`],
    [0.999, `${'█'.repeat(19)}░   99 %`],
    [1.2, `${'█'.repeat(20)}  100 %`],
    [-1, `${'░'.repeat(20)}    0 %`],
  ])('draws %d as a bar of the same length', (fraction, bar) => {
    expect(progressText({ ...progress, fraction }, plainTheme()).startsWith(bar)).toBe(true);
  });

  it('gives the phase alone where the part is not known', () => {
    expect(progressText({ ...progress, fraction: null }, plainTheme())).toBe(
      'building index: scanning table',
    );
  });
});
