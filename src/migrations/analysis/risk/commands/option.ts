import type { Node } from 'libpg-query';

/** True where an option of a statement is on: named without a value, or with one that is not off. */
export function isOption(node: Node, name: string): boolean {
  if (!('DefElem' in node) || node.DefElem.defname !== name) return false;
  const { arg } = node.DefElem;
  if (arg === undefined) return true;
  if ('Integer' in arg) return (arg.Integer.ival ?? 0) !== 0;
  if ('Boolean' in arg) return arg.Boolean.boolval === true;
  return !('String' in arg && /^(false|off|0)$/i.test(arg.String.sval ?? ''));
}
