import type { Connection } from '../../database/connection.js';

/** How long work on a whole table is likely to take: `small` is seconds, `large` many minutes. */
export type SizeClass = 'small' | 'medium' | 'large';

export interface TableSize {
  /** As the statement writes it. */
  readonly table: string;
  readonly size: SizeClass;
  /** Without its indexes. */
  readonly bytes: number;
}

const MEDIUM_FROM_BYTES = 100_000_000;
const LARGE_FROM_BYTES = 10_000_000_000;

/** Sizes of tables of a plan that are there, in the order of `tables`. Reads the catalogue only, and takes no lock. */
export async function readTableSizes(
  connection: Connection,
  tables: readonly string[],
  defaultSchema: string,
): Promise<TableSize[]> {
  if (tables.length === 0) return [];
  const wanted = tables.map((table) => [table, ...splitName(table, defaultSchema)]);
  const rows = await connection.query<{ schema: string; name: string; bytes: string }>(
    `select n.nspname::text as schema, c.relname::text as name, sum(parts.bytes)::text as bytes
      from pg_class c join pg_namespace n on n.oid = c.relnamespace,
        lateral (
          select c.relpages::bigint * current_setting('block_size')::bigint as bytes
          union all
          select part.relpages::bigint * current_setting('block_size')::bigint
            from pg_partition_tree(c.oid) tree join pg_class part on part.oid = tree.relid
            where c.relkind = 'p' and tree.isleaf
        ) parts
      where (n.nspname::text, c.relname::text) in (select * from unnest($1::text[], $2::text[]))
        and c.relkind in ('r', 'p', 'm')
      group by n.nspname, c.relname`,
    [wanted.map(([, schema]) => schema), wanted.map(([, , name]) => name)],
  );
  const found = new Map(rows.map(({ schema, name, bytes }) => [`${schema}.${name}`, Number(bytes)]));
  return wanted.flatMap(([table = '', schema, name]) => {
    const bytes = found.get(`${schema}.${name}`);
    return bytes === undefined ? [] : [{ table, size: classOf(bytes), bytes: Math.max(0, bytes) }];
  });
}

function classOf(bytes: number): SizeClass {
  if (bytes >= LARGE_FROM_BYTES) return 'large';
  return bytes >= MEDIUM_FROM_BYTES ? 'medium' : 'small';
}

/** A name as it is written, quotes and all, as schema and name. */
function splitName(written: string, defaultSchema: string): [schema: string, name: string] {
  const parts = written.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [written];
  const plain = parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
  return [plain.length > 1 ? (plain[0] ?? defaultSchema) : defaultSchema, plain.at(-1) ?? written];
}
