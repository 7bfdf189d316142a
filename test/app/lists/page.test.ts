import { describe, expect, it } from 'vitest';
import { type Page, type PageRequest, pageDocument, readPage } from '../../../src/app/lists/page.js';
import type { Keyset, ListOrder } from '../../../src/storage/keyset.js';

interface Row {
  readonly at: string;
  readonly id: string;
}

const rowOf = (number: number): Row => ({ at: `t${Math.floor(number / 3)}`, id: String(number) });
const keyOf = ({ at, id }: Row): [string, string] => [at, id];
const compare = ([atA, idA]: readonly string[], [atB, idB]: readonly string[]) =>
  String(atA).localeCompare(String(atB)) || String(idA).localeCompare(String(idB));

/** Seven rows, three of which share a time; `rows` may be changed between pages. */
function openList(numbers = [1, 2, 3, 4, 5, 6, 7]) {
  const rows = numbers.map(rowOf);
  const read = async ({ after, order, limit }: Keyset) => {
    const sign = order === 'asc' ? 1 : -1;
    return rows
      .toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)))
      .filter((row) => after === null || sign * compare(keyOf(row), after) > 0)
      .slice(0, limit);
  };
  const page = (request: Partial<PageRequest> = {}) =>
    readPage({ list: 'rows', read, keyOf }, { limit: 3, ...request });
  return { rows, page };
}

const ids = ({ data }: Page<Row>) => data.map(({ id }) => Number(id));

async function allPages(page: (request: PageRequest) => Promise<Page<Row>>, order: ListOrder) {
  const pages: number[][] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const found: Page<Row> = await page({ limit: 3, order, ...(cursor !== undefined && { cursor }) });
    pages.push(ids(found));
    cursor = found.nextCursor;
  }
  return pages;
}

describe('the pages of a list', () => {
  it.each([
    ['desc', [[7, 6, 5], [4, 3, 2], [1]]],
    ['asc', [[1, 2, 3], [4, 5, 6], [7]]],
  ] as const)('have each row once in order %s', async (order, pages) => {
    expect(await allPages(openList().page, order)).toEqual(pages);
  });

  it('lead back to the first, which has none before it', async () => {
    const { page } = openList();
    const first = await page();
    const second = await page({ cursor: first.nextCursor ?? '' });
    const back = await page({ cursor: second.prevCursor ?? '' });
    expect([first.prevCursor, ids(back), back.prevCursor]).toEqual([null, [7, 6, 5], null]);
    expect(ids(await page({ cursor: back.nextCursor ?? '' }))).toEqual([4, 3, 2]);
  });

  it('end without a cursor where the rows fill the last one', async () => {
    const { page } = openList([1, 2, 3]);
    expect(await page()).toMatchObject({ nextCursor: null, prevCursor: null });
  });

  it('go on from where they were after rows have been added and deleted', async () => {
    const { page, rows } = openList();
    const first = await page();
    rows.splice(
      rows.findIndex(({ id }) => id === '5'),
      1,
    );
    rows.push(rowOf(8));
    expect(ids(await page({ cursor: first.nextCursor ?? '' }))).toEqual([4, 3, 2]);
  });

  it('lead back from where nothing is left', async () => {
    const { page, rows } = openList([1, 2, 3, 4]);
    const first = await page();
    rows.splice(0, 1);
    const empty = await page({ cursor: first.nextCursor ?? '' });
    expect([ids(empty), empty.nextCursor]).toEqual([[], null]);
    expect(ids(await page({ cursor: empty.prevCursor ?? '' }))).toEqual([4, 3]);
  });

  it('have the names of the API in its answers', async () => {
    const document = pageDocument(await openList([1]).page(), ({ id }) => ({ id }));
    expect(document).toEqual({ data: [{ id: '1' }], next_cursor: null, prev_cursor: null });
  });
});

describe('a cursor', () => {
  const cases: [what: string, alter: (cursor: string) => string, order: ListOrder, message: RegExp][] = [
    ['that was cut', (cursor) => cursor.slice(0, -1), 'desc', /is not one that a list has given/],
    [
      'that was altered',
      (cursor) => cursor.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')),
      'desc',
      /is not one/,
    ],
    ['that was made up', () => 'WyJyb3dzIiwiZGVzYyIsMF0', 'desc', /is not one/],
    ['with something after it', (cursor) => `${cursor}=`, 'desc', /is not one/],
    ['that is empty', () => '', 'desc', /is not one/],
    ['of the other order', (cursor) => cursor, 'asc', /is of the order desc/],
  ];

  it.each(cases)('%s is refused', async (_, alter, order, message) => {
    const { page } = openList();
    const { nextCursor } = await page();
    await expect(page({ cursor: alter(nextCursor ?? ''), order })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('of another list is refused', async () => {
    const { nextCursor } = await openList().page();
    const other = readPage(
      { list: 'others', read: async () => [], keyOf },
      { limit: 3, cursor: nextCursor ?? '' },
    );
    await expect(other).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
      message: 'the cursor is of another list, rows',
    });
  });
});
