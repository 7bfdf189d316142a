import { expect, it } from 'vitest';
import { newEventId } from '../../../src/app/run/new-event-id.js';

it('gives ids in the order of the events of a process, also within a millisecond', () => {
  const ids = Array.from({ length: 2_000 }, newEventId);
  expect(ids).toEqual([...new Set(ids)].sort());
});
