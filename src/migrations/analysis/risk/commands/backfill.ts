import type { Node, RangeVar, SelectStmt, UpdateStmt } from 'libpg-query';
import { partsOf } from '../object-names.js';

/**
 * Columns of its table that an UPDATE only sets where they are null, so that it overwrites nothing: by its own
 * condition, or because the rows are those that a query of the same table, in IN or in WITH, has found so.
 */
export function filledColumns({ relation = {}, whereClause, fromClause, withClause }: UpdateStmt): string[] {
  const own = { table: relation, isAlone: (fromClause ?? []).length === 0 };
  return conditionsOf(whereClause).flatMap((condition) => [
    ...nullColumn(condition, own),
    ...foundByIn(condition, own),
    ...foundByWith(condition, own, withClause?.ctes ?? []),
  ]);
}

interface Target {
  readonly table: RangeVar;
  /** No other table is in sight, so that a bare name is of this one. */
  readonly isAlone: boolean;
}

/** Parts of a condition that all have to hold. */
function conditionsOf(condition: Node | undefined): Node[] {
  if (condition === undefined) return [];
  if (!('BoolExpr' in condition)) return [condition];
  const { boolop, args = [] } = condition.BoolExpr;
  return boolop === 'AND_EXPR' ? args.flatMap(conditionsOf) : [];
}

/** `column is null` */
function nullColumn(condition: Node, target: Target): string[] {
  if (!('NullTest' in condition) || condition.NullTest.nulltesttype !== 'IS_NULL') return [];
  return columnOf(condition.NullTest.arg, target);
}

/** `id in (select id from the same table where column is null limit 5000)` */
function foundByIn(condition: Node, target: Target): string[] {
  if (!('SubLink' in condition) || condition.SubLink.subLinkType !== 'ANY_SUBLINK') return [];
  const { testexpr, subselect, operName = [] } = condition.SubLink;
  const [key] = columnOf(testexpr, target);
  if (key === undefined || operName.length > 0 || subselect === undefined) return [];
  return 'SelectStmt' in subselect ? nullIn(subselect.SelectStmt, key, target) : [];
}

/** `with batch as (select id from …) update … from batch where target.id = batch.id` */
function foundByWith(condition: Node, target: Target, queries: readonly Node[]): string[] {
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP') return [];
  const { name = [], lexpr, rexpr } = condition.A_Expr;
  if (name.flatMap(partsOf).join() !== '=') return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].flatMap(([own, other]) => {
    const [key] = columnOf(own, target);
    const [batch, column] = fieldsOf(other);
    if (key === undefined || batch === undefined || key !== column) return [];
    return queries.flatMap((node) => {
      if (!('CommonTableExpr' in node) || node.CommonTableExpr.ctename !== batch) return [];
      const { ctequery, aliascolnames } = node.CommonTableExpr;
      if (ctequery === undefined || aliascolnames !== undefined || !('SelectStmt' in ctequery)) return [];
      return nullIn(ctequery.SelectStmt, key, target);
    });
  });
}

/** Columns that a query of the same table asks to be null, where it gives the keys of the rows it finds. */
function nullIn(query: SelectStmt, key: string, { table }: Target): string[] {
  const [from, ...others] = query.fromClause ?? [];
  if (!isKey(key, table) || from === undefined || !('RangeVar' in from) || others.length > 0) return [];
  const { schemaname, relname } = from.RangeVar;
  if (relname !== table.relname || schemaname !== table.schemaname) return [];
  const inner = { table: from.RangeVar, isAlone: true };
  const gives = (query.targetList ?? []).flatMap((node) =>
    'ResTarget' in node && node.ResTarget.name === undefined ? columnOf(node.ResTarget.val, inner) : [],
  );
  if (!gives.includes(key)) return [];
  return conditionsOf(query.whereClause).flatMap((condition) => nullColumn(condition, inner));
}

/** Columns that most likely name one row. */
function isKey(column: string, { relname = '' }: RangeVar): boolean {
  return (
    /^(ctid|id|uuid)$/.test(column) ||
    column === `${relname}_id` ||
    column === `${relname.replace(/s$/, '')}_id`
  );
}

/** The column of the target that an expression is; nothing for any other. */
function columnOf(expression: Node | undefined, { table, isAlone }: Target): string[] {
  const fields = fieldsOf(expression);
  const [first, second] = fields;
  if (fields.length === 1 && first !== undefined) return isAlone ? [first] : [];
  const name = table.alias?.aliasname ?? table.relname;
  return fields.length === 2 && first === name && second !== undefined ? [second] : [];
}

function fieldsOf(expression: Node | undefined): string[] {
  return expression !== undefined && 'ColumnRef' in expression
    ? (expression.ColumnRef.fields ?? []).flatMap(partsOf)
    : [];
}
