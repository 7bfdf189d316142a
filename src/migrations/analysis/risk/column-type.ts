import type { ColumnDef, Node, TypeName } from 'libpg-query';
import { partsOf } from './object-names.js';

/** A column's type as a statement writes it. */
export interface ColumnType {
  /** Without `pg_catalog`, in the parser's spelling: `int4`, `varchar`, `timestamptz`. */
  readonly name: string;
  /** For instance 20 of varchar(20). */
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

/** Null for a type that is copied from a column (`%TYPE`), or has modifiers that are no numbers. */
export function columnTypeOf(type: TypeName | undefined): ColumnType | null {
  if (type === undefined || type.pct_type) return null;
  const parts = (type.names ?? []).flatMap(partsOf);
  const [schema, name] = parts.length > 1 ? [parts.at(-2), parts.at(-1)] : [undefined, parts[0]];
  if (name === undefined) return null;
  const modifiers = (type.typmods ?? []).map(numberOf);
  if (modifiers.includes(undefined)) return null;
  return {
    name: schema === undefined || schema === 'pg_catalog' ? name : `${schema}.${name}`,
    modifiers: modifiers as number[],
    isArray: (type.arrayBounds ?? []).length > 0,
  };
}

/** Serial types, which are an integer with a sequence. */
const SERIAL: Readonly<Record<string, string>> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
};

export function isSerial(type: ColumnType | null): boolean {
  return type !== null && Object.hasOwn(SERIAL, type.name);
}

/** The type that a new column really has. */
export function storedType({ typeName }: ColumnDef): ColumnType | null {
  const type = columnTypeOf(typeName);
  return type === null ? null : { ...type, name: SERIAL[type.name] ?? type.name };
}

/**
 * True where every value of `from` is stored as a value of `to` already, so that PostgreSQL changes the type without
 * touching the table.
 */
export function keepsBytes(from: ColumnType, to: ColumnType): boolean {
  if (from.isArray !== to.isArray) return false;
  const [had] = from.modifiers;
  const [has] = to.modifiers;
  const isText = (name: string) => name === 'text' || name === 'varchar';
  if (isText(from.name) && isText(to.name)) return has === undefined || (had !== undefined && has >= had);
  if (from.name === 'cidr' && to.name === 'inet') return true;
  if (from.name !== to.name) return false;
  if (from.name === 'numeric') return widensNumber(from.modifiers, to.modifiers);
  if (WIDENS.has(from.name)) return has === undefined || (had !== undefined && has >= had);
  return sameModifiers(from, to);
}

/** Types of which a greater modifier, or none, takes every value as it is. */
const WIDENS = new Set(['varbit', 'timestamp', 'timestamptz', 'time', 'timetz']);

function widensNumber(from: readonly number[], to: readonly number[]): boolean {
  if (to.length === 0) return true;
  if (from.length === 0) return false;
  return (from[1] ?? 0) === (to[1] ?? 0) && (to[0] ?? 0) >= (from[0] ?? 0);
}

function sameModifiers(from: ColumnType, to: ColumnType): boolean {
  return (
    from.modifiers.length === to.modifiers.length &&
    from.modifiers.every((modifier, index) => modifier === to.modifiers[index])
  );
}

function numberOf(node: Node): number | undefined {
  if (!('A_Const' in node) || node.A_Const.ival === undefined) return undefined;
  return node.A_Const.ival.ival ?? 0;
}
