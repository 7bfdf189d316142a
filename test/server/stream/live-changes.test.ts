import { expect, it } from 'vitest';
import { LiveChanges } from '../../../src/server/stream/live-changes.js';

const run = (id: string, mark: string) => ({ kind: 'run' as const, id, mark });
const told = (id: string) => `event: change\ndata: {"kind":"run","id":"${id}"}\n\n`;

it('tells records that are new or have changed since the last time, and none of those before', () => {
  const changes = new LiveChanges();
  expect(changes.add([run('run_1', 'a'), run('run_2', 'a')])).toBe(false);
  const start = changes.newest;
  expect(changes.add([run('run_1', 'a'), run('run_2', 'a')])).toBe(false);
  expect(changes.add([run('run_1', 'b'), run('run_2', 'a'), run('run_3', 'a')])).toBe(true);
  expect(changes.after(start)).toBe(told('run_1') + told('run_3'));
  expect(changes.after(changes.newest)).toBe('');
});

it('begins anew after a pause, and keeps a bounded number', () => {
  const changes = new LiveChanges();
  changes.add([run('run_1', 'a')]);
  changes.pause();
  expect(changes.add([run('run_1', 'b')])).toBe(false);
  changes.add(Array.from({ length: 2_000 }, (_, index) => run(`run_${index}`, 'c')));
  expect(changes.after(0).split('event: change').length - 1).toBe(500);
});
