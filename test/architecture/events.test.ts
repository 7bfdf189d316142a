import { expect, it } from 'vitest';
import { isNode, readSources, type SyntaxNode, sourceOf } from './sources.js';

const KEYS = ['id', 'type', 'created_at', 'correlation_id', 'data'];

/** True for the text of an object with the fields of an event. */
function makesEvent({ type, properties }: SyntaxNode): boolean {
  if (type !== 'ObjectExpression' || !Array.isArray(properties)) return false;
  const keys = properties.map(({ key }) => isNode(key) && key.name);
  return KEYS.every((key) => keys.includes(key));
}

it('events are made of facts in one place, and samples in the catalogue', async () => {
  const makers = (await readSources()).filter(({ nodes }) => nodes.some(makesEvent));
  expect(makers.map(({ file }) => file)).toEqual(['src/events/catalog.ts', 'src/events/event-maker.ts']);
});

it('finds a second place', () => {
  const { nodes } = sourceOf(
    'a.ts',
    'const a = { id, type: "x", created_at: 1, correlation_id: 2, ...b, data };',
  );
  expect(nodes.some(makesEvent)).toBe(true);
});
