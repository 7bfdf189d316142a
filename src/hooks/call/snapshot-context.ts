/**
 * A frozen copy of a hook context. Each hook gets its own, because a Date stays changeable even when frozen: what
 * one hook does to its copy must reach neither the next hook nor the runner.
 */
export function snapshotContext<T extends object>(context: T): Readonly<T> {
  return copy(context) as Readonly<T>;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])));
}
