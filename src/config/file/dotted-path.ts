/** A path into the configuration as people write it: `webhooks.endpoints.audit.events[1]`. */
export function dottedPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => text + step(key, text === ''), '');
}

function step(key: PropertyKey, isFirst: boolean): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  if (!/^[\w-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
  return isFirst ? name : `.${name}`;
}
