import type { listMigrations, Migration } from './generated.js';

const MOST = 200;

/** Migrations that tell how a database stands, and whether there are more of those that need a look. */
export interface TellingMigrations {
  /** The newest first, up to the newest that is applied; then those of the rest that need a look. */
  readonly rows: readonly Migration[];
  readonly hasMore: boolean;
}

/** Reads a page of the list. */
export type ReadPage = (
  query: NonNullable<Parameters<typeof listMigrations>[0]>,
) => Promise<{ readonly data: readonly Migration[]; readonly next_cursor: string | null }>;

/**
 * The newest migrations; where there are more than a page, also the newest that is applied and those that are pending or
 * differ from the files, however old: of thousands, one of the first may have been changed.
 */
export async function readTellingMigrations(read: ReadPage): Promise<TellingMigrations> {
  const newest = await read({ limit: MOST });
  if (newest.next_cursor === null) return { rows: newest.data, hasMore: false };
  const [applied, ill] = await Promise.all([
    read({ limit: 1, state: ['applied', 'changed', 'missing'] }),
    read({ limit: MOST, state: ['pending', 'out_of_order', 'changed', 'missing'] }),
  ]);
  const rows = new Map(
    [...newest.data, ...applied.data, ...ill.data].map((migration) => [migration.id, migration]),
  );
  return { rows: [...rows.values()], hasMore: ill.next_cursor !== null };
}
