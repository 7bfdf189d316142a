import type { A_Expr, FuncCall, Node } from 'libpg-query';
import { partsOf } from './object-names.js';

/** Calls `visit` with every node in a tree, the outermost first; nodes below one for which it gives false are left out. */
export function walk(tree: unknown, visit: (node: Node) => boolean | undefined): void {
  const waiting: unknown[] = [tree];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next) && visit(next) === false) continue;
    const below = Object.values(next);
    for (let index = below.length - 1; index >= 0; index--) waiting.push(below[index]);
  }
}

/** The parser's nodes are objects with one key, which is their kind. */
function isNode(value: object): value is Node {
  const keys = Object.keys(value);
  return keys.length === 1 && /^[A-Z]/.test(keys[0] ?? '');
}

/** A function of PostgreSQL itself, by name; null for one that may be anybody's. */
function builtIn({ funcname = [] }: FuncCall): string | null {
  const parts = funcname.flatMap(partsOf);
  const name = parts.at(-1) ?? '';
  return parts.length === 1 || parts[0] === 'pg_catalog' ? name : null;
}

/** Name of the first function in an expression of which it is not known that it changes nothing; null where there is none. */
export function unknownCallIn(tree: unknown): string | null {
  let found: string | null = null;
  walk(tree, (node) => {
    if (found !== null) return undefined;
    if ('A_Expr' in node) found = foreignOperator(node.A_Expr);
    if (!('FuncCall' in node)) return undefined;
    const name = builtIn(node.FuncCall);
    if (name === null || !(STEADY.has(name) || VOLATILE.has(name)))
      found = (node.FuncCall.funcname ?? []).flatMap(partsOf).join('.');
    return undefined;
  });
  return found;
}

/** An operator that is written with another schema than PostgreSQL's own; null for any other. */
function foreignOperator({ name = [] }: A_Expr): string | null {
  const parts = name.flatMap(partsOf);
  return parts.length > 1 && parts[0] !== 'pg_catalog' ? parts.join('.') : null;
}

/** Whether an expression calls one of these functions of PostgreSQL. */
export function calls(tree: unknown, names: ReadonlySet<string>): boolean {
  let found = false;
  walk(tree, (node) => {
    if ('FuncCall' in node && names.has(builtIn(node.FuncCall) ?? '')) found = true;
    return undefined;
  });
  return found;
}

/** True where an expression may give each row another value: it calls what is volatile, or not known. */
export function isVolatile(tree: unknown): boolean {
  let found = false;
  walk(tree, (node) => {
    if ('FuncCall' in node && !STEADY.has(builtIn(node.FuncCall) ?? '')) found = true;
    return undefined;
  });
  return found;
}

/** Functions that move a sequence: what they do can be undone, and is not undone by a rollback. */
export const SEQUENCE_CALLS: ReadonlySet<string> = new Set(['setval', 'nextval']);

/** Give another value at each call, and change nothing but sequences, settings of the session and its advisory locks. */
const VOLATILE: ReadonlySet<string> = new Set(
  `clock_timestamp timeofday random random_normal gen_random_uuid uuidv4 uuidv7 nextval currval lastval setval
  set_config pg_sleep pg_notify pg_advisory_lock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock
  pg_advisory_unlock pg_advisory_unlock_all pg_stat_clear_snapshot uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4
  gen_salt gen_random_bytes`.split(/\s+/),
);

/** Give the same value all through a statement, and change nothing. */
const STEADY: ReadonlySet<string> = new Set(
  `now transaction_timestamp statement_timestamp current_setting current_database current_schema current_schemas
  current_user session_user version pg_backend_pid txid_current pg_current_xact_id inet_server_addr inet_client_addr
  count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every
  bit_and bit_or stddev variance stddev_pop stddev_samp var_pop var_samp corr mode percentile_cont percentile_disc
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value grouping any_value
  lower upper initcap length char_length character_length octet_length bit_length substr substring left right trim btrim
  ltrim rtrim lpad rpad replace translate repeat reverse concat concat_ws format split_part position strpos starts_with
  overlay ascii chr quote_ident quote_literal quote_nullable md5 sha224 sha256 sha384 sha512 encode decode convert_from
  convert_to to_hex regexp_replace regexp_match regexp_matches regexp_split_to_array regexp_split_to_table regexp_count
  regexp_like regexp_substr regexp_instr string_to_array string_to_table array_to_string normalize unistr to_char
  to_date to_timestamp to_number date_part extract date_trunc date_bin age make_date make_time make_timestamp
  make_timestamptz make_interval justify_days justify_hours justify_interval isfinite timezone
  abs ceil ceiling floor round trunc sign sqrt cbrt exp ln log log10 power pow mod div gcd lcm factorial degrees radians
  pi sin cos tan asin acos atan atan2 width_bucket greatest least numeric_inc scale min_scale trim_scale
  coalesce nullif num_nulls num_nonnulls array_append array_prepend array_cat array_length array_position
  array_positions array_remove array_replace array_upper array_lower array_ndims array_fill array_dims cardinality
  unnest generate_series generate_subscripts json_build_object jsonb_build_object json_build_array jsonb_build_array
  to_json to_jsonb row_to_json array_to_json json_array_elements jsonb_array_elements json_array_elements_text
  jsonb_array_elements_text json_each jsonb_each json_each_text jsonb_each_text json_object_keys jsonb_object_keys
  json_extract_path jsonb_extract_path json_extract_path_text jsonb_extract_path_text jsonb_set jsonb_set_lax
  jsonb_insert jsonb_strip_nulls json_strip_nulls jsonb_pretty json_typeof jsonb_typeof json_array_length
  jsonb_array_length json_object jsonb_object json_populate_record jsonb_populate_record json_to_record jsonb_to_record
  json_to_recordset jsonb_to_recordset jsonb_path_query jsonb_path_exists jsonb_path_match jsonb_path_query_array
  jsonb_path_query_first int4range int8range numrange tsrange tstzrange daterange isempty lower_inc upper_inc lower_inf
  upper_inf range_merge multirange to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery setweight
  ts_rank ts_headline strip tsvector_to_array hashtext hashtextextended uuid_nil uuid_extract_timestamp
  pg_get_serial_sequence pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_functiondef pg_get_expr
  pg_get_triggerdef pg_typeof format_type to_regclass to_regtype to_regproc to_regnamespace to_regrole obj_description
  col_description shobj_description has_table_privilege has_schema_privilege has_column_privilege
  has_function_privilege has_database_privilege has_sequence_privilege pg_has_role pg_table_is_visible
  pg_type_is_visible pg_function_is_visible pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size
  pg_database_size pg_size_pretty pg_column_size pg_is_in_recovery pg_postmaster_start_time pg_conf_load_time
  pg_encoding_to_char pg_table_size host hostmask masklen netmask network broadcast family text abbrev crypt digest hmac
  unaccent similarity word_similarity pg_input_is_valid box point circle polygon path lseg area center xmlagg
  like_escape textlen bpchar varchar int4 int8 int2 float4 float8 numeric bool date timestamp timestamptz
  overlaps like notlike is_normalized xmlelement row substring_similar similar_to_escape collation_for
  pg_collation_for`.split(/\s+/),
);

/** Columns of which a CHECK expression says that they are not null. */
export function provenNotNull(expression: Node | undefined): string[] {
  if (expression === undefined) return [];
  if ('BoolExpr' in expression) {
    const { boolop, args = [] } = expression.BoolExpr;
    return boolop === 'AND_EXPR' ? args.flatMap(provenNotNull) : [];
  }
  if (!('NullTest' in expression) || expression.NullTest.nulltesttype !== 'IS_NOT_NULL') return [];
  const column = columnIn(expression.NullTest.arg);
  return column === undefined ? [] : [column];
}

/** The column that an expression is, and nothing else. */
export function columnIn(expression: Node | undefined): string | undefined {
  if (expression === undefined || !('ColumnRef' in expression)) return undefined;
  return (expression.ColumnRef.fields ?? []).flatMap(partsOf).at(-1);
}
