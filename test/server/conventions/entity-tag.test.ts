import { expect, it } from 'vitest';
import { entityTag, requireMatch } from '../../../src/server/conventions/entity-tag.js';

const shown = { id: 'whk_1', events: ['*'] };

it('gives one tag for one content, whatever the order of its fields', () => {
  expect(entityTag({ events: ['*'], id: 'whk_1' })).toBe(entityTag(shown));
  expect(entityTag({ ...shown, events: [] })).not.toBe(entityTag(shown));
  expect(entityTag(shown)).toMatch(/^"[\w-]{22}"$/);
});

it.each([null, '*', entityTag(shown), `"other", ${entityTag(shown)}`])('lets %s through', (ifMatch) => {
  expect(() => requireMatch(ifMatch, shown)).not.toThrow();
});

it.each(['"other"', '', `W/${entityTag(shown)}`])('refuses %s', (ifMatch) => {
  expect(() => requireMatch(ifMatch, shown)).toThrow(
    expect.objectContaining({ code: 'PRECONDITION_FAILED' }),
  );
});
