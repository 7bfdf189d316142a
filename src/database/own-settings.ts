import { quoteLiteral } from './quote.js';

/**
 * Settings under which own SQL runs, whatever role, database or migration have set. Names of functions, operators,
 * types and catalogues are found in `pg_catalog` only: an object that another role has planted elsewhere never runs
 * with this session's rights. The rest says how values are written. `row_security = off` has the server refuse a
 * question whose answer would lack rows.
 */
const OWN_SETTINGS = {
  search_path: 'pg_catalog, pg_temp',
  row_security: 'off',
  standard_conforming_strings: 'on',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
} as const;

const entries = Object.entries(OWN_SETTINGS);

/** A list for SET; a quoted list would be the name of one schema. */
function setSql([name, value]: readonly [string, string]): string {
  return `set local ${name} = ${value.split(', ').map(quoteLiteral).join(', ')}`;
}

/**
 * Statements that put the own settings in force until the end of the transaction they stand in, or of the text where
 * it holds no transaction of its own. SET takes no snapshot, so SET TRANSACTION may still follow.
 */
export const ownSettingsSql = entries.map(setSql).join('; ');

/** Number of statements in `ownSettingsSql`. */
export const OWN_SETTINGS_COUNT = entries.length;

/** The same as one statement, for the extended protocol, which has no texts of several. */
export const ownSettingsQuery = `select ${entries
  .map(([name, value]) => `pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`)
  .join(', ')}`;

/** Own statements as one text, which the server runs as one transaction. */
export function ownTextSql(statements: readonly string[]): string {
  return [ownSettingsSql, ...statements].join('; ');
}

/**
 * A text whose last statement is `text` under the own settings. It may ask with `foundSql` for what `found` gives in
 * the session's own settings: what its search_path leads to, for instance. Each value of `found` is an SQL
 * expression that binds its names itself.
 */
export function withFoundSql(found: Readonly<Record<string, string>>, text: string): string {
  const kept = Object.entries(found).map(
    ([name, expression]) =>
      `pg_catalog.set_config('confiture.${name}', (${expression})::pg_catalog.text, true)`,
  );
  return `select ${kept.join(', ')}; ${ownSettingsSql}; ${text}`;
}

/** SQL for what `withFoundSql` was given under `name`: text, or null. */
export function foundSql(name: string): string {
  return `nullif(current_setting('confiture.${name}'), '')`;
}
