import { expect, it } from 'vitest';
import { mergeRows } from '../../../../src/server/dashboard/lists/new-rows.js';

interface Row {
  readonly id: string;
  readonly state: string;
}

const rows = (text: string): Row[] =>
  text.split(' ').map((word) => ({ id: word.slice(0, 1), state: word.slice(1) }));
const merge = (shown: readonly Row[], latest: readonly Row[], isHeld: boolean) =>
  mergeRows(shown, latest, ({ id }) => id, isHeld);

it('takes newer rows in at the top while the list is left alone', () => {
  expect(merge(rows('b c'), rows('a b c'), false)).toEqual({ rows: rows('a b c'), waiting: 0 });
});

it('only counts newer rows while the list is held, and changes known ones in place', () => {
  expect(merge(rows('c? d'), rows('a b c! d'), true)).toEqual({ rows: rows('c! d'), waiting: 2 });
});

it('lets older rows follow at the end while the list is held', () => {
  expect(merge(rows('b c'), rows('a b c d e'), true)).toEqual({ rows: rows('b c d e'), waiting: 1 });
});

it('shows the first rows of an empty list at once, held or not', () => {
  expect(merge([], rows('a b'), true)).toEqual({ rows: rows('a b'), waiting: 0 });
});

it('keeps what is read where only unknown rows are left, and counts these', () => {
  expect(merge(rows('x y'), rows('a b c'), true)).toEqual({ rows: rows('x y'), waiting: 3 });
});
