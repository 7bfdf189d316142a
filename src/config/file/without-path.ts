/**
 * A copy of `value` without what lies at `path`. Of a list the whole list goes, because removing one item
 * would renumber the others; a value that is wrong at its root leaves nothing.
 */
export function withoutPath(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isContainer(value) || Array.isArray(value)) return undefined;
  if (!(key in value)) return value;
  const { [key]: inner, ...others } = value;
  const remaining = rest.length === 0 ? undefined : withoutPath(inner, rest);
  return remaining === undefined ? others : { ...others, [key]: remaining };
}

function isContainer(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
