import type { Node, RangeVar } from 'libpg-query';

/** A name as a statement writes it: without a schema where none is written. */
export interface ObjectName {
  readonly schema: string | null;
  readonly name: string;
  /** Written with TEMP. */
  readonly isTemporary?: boolean;
}

/** Name of a table, view, index or sequence in a statement. */
export function nameOfRange({ schemaname, relname = '', relpersistence }: RangeVar): ObjectName {
  return { schema: schemaname ?? null, name: relname, ...(relpersistence === 't' && { isTemporary: true }) };
}

/** Name that is written as a list of words; undefined for one that has no or too many parts. */
export function nameOfParts(parts: readonly string[]): ObjectName | undefined {
  const name = parts.at(-1);
  return name === undefined ? undefined : { schema: parts.at(-2) ?? null, name };
}

/** The words of a name, whichever node holds it. */
export function partsOf(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if ('String' in node) return [node.String.sval ?? ''];
  if ('List' in node) return (node.List.items ?? []).flatMap(partsOf);
  if ('TypeName' in node) return (node.TypeName.names ?? []).flatMap(partsOf);
  if ('ObjectWithArgs' in node) return (node.ObjectWithArgs.objname ?? []).flatMap(partsOf);
  if ('RangeVar' in node) {
    const { schemaname, relname = '' } = node.RangeVar;
    return schemaname === undefined ? [relname] : [schemaname, relname];
  }
  return [];
}

/** The tables among some nodes. */
export function rangesOf(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}

/** The name for people, quoted where SQL would need it. */
export function writtenName({ schema, name }: ObjectName): string {
  return (schema === null ? [name] : [schema, name]).map(quoted).join('.');
}

/** The same of a table in a statement. */
export function writtenRange(range: RangeVar): string {
  return writtenName(nameOfRange(range));
}

/** A column of it. */
export function writtenColumn(table: string, column: string | undefined): string {
  return column === undefined ? table : `${table}.${quoted(column)}`;
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
