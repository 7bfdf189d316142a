import type { ResultColumn } from '../../../../database/connection.js';
import { ownSettingsSql } from '../../../../database/own-settings.js';
import { ROW_HASH_LENGTH } from './query-result.js';

/** Name of the query in the texts around it: a column that a query may have is called otherwise. */
const RESULT = '"confiture result"';

const ROW_HASH_BYTES = (ROW_HASH_LENGTH * 3) / 4;

/** How values are written, so that one result has one hash in every session. */
export const RESULT_SETTINGS: readonly string[] = [
  "set local datestyle = 'ISO, MDY'",
  "set local intervalstyle = 'postgres'",
  "set local timezone = 'UTC'",
  "set local bytea_output = 'hex'",
  "set local lc_monetary = 'C'",
  'set local extra_float_digits = 1',
];

/** Text that answers with the columns of a query and no row. */
export function columnsSql(query: string): string {
  return `select ${RESULT}.* from (\n${query}\n) as ${RESULT} limit 0`;
}

/**
 * Text that reads all rows of a query once and answers with one: their number, four sums of 64 bits each over the SHA-256
 * of every row, the hashes of the first `rowLimit` rows, and the text of the first `shownRows`. A row's text is that of
 * the record, in which null is empty and an empty text is "". With an order, its place counts in the hash of a row.
 */
export function digestSql(
  query: string,
  {
    isOrdered,
    rowLimit,
    shownRows,
  }: { readonly isOrdered: boolean; readonly rowLimit: number; readonly shownRows: number },
): string {
  const summed = isOrdered
    ? 'pg_catalog.sha256(pg_catalog.int8send(h.number) operator(pg_catalog.||) h.hash)'
    : 'h.hash';
  return `select pg_catalog.count(*)::pg_catalog.text as rows, ${[1, 9, 17, 25].map(sumSql).join(', ')},
    pg_catalog.string_agg(pg_catalog.encode(pg_catalog.substr(s.hash, 1, ${ROW_HASH_BYTES}), 'base64'), '' order by s.number)
      filter (where s.number operator(pg_catalog.<=) ${rowLimit}) as hashes,
    pg_catalog.array_agg(pg_catalog.left(s.content, ${LONGEST_SHOWN}) order by s.number)
      filter (where s.number operator(pg_catalog.<=) ${shownRows}) as shown
  from (select h.number, h.content, h.hash, ${summed} as summed from (
    select r.number, r.content,
      pg_catalog.sha256(pg_catalog.convert_to(r.content, pg_catalog.getdatabaseencoding()::pg_catalog.name)) as hash
    from (select pg_catalog.row_number() over () as number, ${RESULT}::pg_catalog.text as content
      from (\n${query}\n) as ${RESULT}) as r) as h) as s`;
}

/** Characters of a row that a person is shown. */
const LONGEST_SHOWN = 200;

function sumSql(from: number): string {
  const word = `pg_catalog.encode(pg_catalog.substr(s.summed, ${from}, 8), 'hex')`;
  return `pg_catalog.sum(('x' operator(pg_catalog.||) ${word})::pg_catalog."bit"(64)::pg_catalog.int8)::pg_catalog.text as sum_${from}`;
}

/** Text that answers with the names of the columns' types, which a later migration may give another object id. */
export function typesSql(columns: readonly ResultColumn[]): string {
  const names = columns.map(({ typeId, typeModifier }) => `format_type(${typeId}, ${typeModifier})`);
  return `${ownSettingsSql}; select array[${names.join(', ')}]::text[] as types`;
}
