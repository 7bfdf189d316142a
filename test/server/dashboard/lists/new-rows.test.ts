import { expect, it } from 'vitest';
import { mergeRows } from '../../../../src/server/dashboard/lists/new-rows.js';

interface Row {
  readonly id: string;
  readonly state: string;
}

const rows = (text: string): Row[] =>
  text.split(' ').map((word) => ({ id: word.slice(0, 1), state: word.slice(1) }));
const merge = (
  shown: readonly Row[],
  newest: readonly Row[],
  { isHeld = false, hasMore = true, keepsOlder = false } = {},
) => mergeRows({ shown, newest, hasMore, idOf: ({ id }) => id, isHeld, keepsOlder });

it('takes newer rows in at the top while the list is left alone, and does not grow with them', () => {
  expect(merge(rows('b c'), rows('a b'))).toEqual({ rows: rows('a b'), waiting: 0, isCut: false });
});

it('only counts newer rows while the list is held, and changes known ones in place', () => {
  expect(merge(rows('c? d'), rows('a b c! d'), { isHeld: true })).toMatchObject({
    rows: rows('c! d'),
    waiting: 2,
  });
});

it('leaves no hole between a page whose rows were pushed on and the older ones behind it', () => {
  const shown = rows('c d e f g');
  expect(merge(shown, rows('a b c!'), { isHeld: true })).toMatchObject({
    rows: rows('c! d e f g'),
    waiting: 2,
  });
  expect(merge(shown, rows('a b c!'), { keepsOlder: true })).toMatchObject({
    rows: rows('a b c! d e f g'),
    waiting: 0,
  });
});

it('takes rows away that are no longer among the newest, held or not', () => {
  for (const isHeld of [true, false]) {
    expect(merge(rows('a b c'), rows('a c'), { isHeld, hasMore: false })).toMatchObject({
      rows: rows('a c'),
    });
    expect(merge(rows('a b c d'), rows('a c'), { isHeld, keepsOlder: true })).toMatchObject({
      rows: rows('a c d'),
    });
    expect(merge(rows('a b'), [], { isHeld, hasMore: false })).toMatchObject({ rows: [] });
  }
});

it('shows the first rows of an empty list at once, held or not', () => {
  expect(merge([], rows('a b'), { isHeld: true })).toMatchObject({ rows: rows('a b'), waiting: 0 });
});

it('keeps what is read where only unknown rows are left, and begins anew once it is let go', () => {
  const shown = rows('x y');
  const newest = rows('a b c');
  expect(merge(shown, newest, { isHeld: true })).toEqual({ rows: shown, waiting: 3, isCut: false });
  expect(merge(shown, newest, { keepsOlder: true })).toEqual({ rows: newest, waiting: 0, isCut: true });
});

it('lets older rows go where a list that is left alone has grown too long', () => {
  const many = Array.from({ length: 600 }, (_, n) => ({ id: `row ${n}`, state: '' }));
  const newest = many.slice(0, 50);
  expect(merge(many, newest, { keepsOlder: true })).toEqual({ rows: newest, waiting: 0, isCut: true });
  expect(merge(many, newest, { isHeld: true, keepsOlder: true }).rows).toHaveLength(600);
});
