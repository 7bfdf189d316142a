/** The ledger's table; names exactly as written. `schema` is null where the search_path decides. */
export interface TrackingTable {
  readonly schema: string | null;
  readonly table: string;
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

/** PostgreSQL cuts longer names off silently, so that two could become one. */
const MAX_BYTES = 63;

/** Tells the fault in a written `tracking_table`, or null. */
export function trackingTableFault(written: string): string | null {
  const parts = written.split('.');
  if (parts.length > 2 || !parts.every((part) => IDENTIFIER.test(part))) {
    return 'must be "table" or "schema.table" of plain names (letters, digits, "_" and "$")';
  }
  return parts.every((part) => Buffer.byteLength(part) <= MAX_BYTES)
    ? null
    : `has a name longer than ${MAX_BYTES} bytes, PostgreSQL's limit`;
}

/** Splits a `tracking_table` that has been checked. */
export function parseTrackingTable(written: string): TrackingTable {
  const dot = written.indexOf('.');
  if (dot === -1) return { schema: null, table: written };
  return { schema: written.slice(0, dot), table: written.slice(dot + 1) };
}
