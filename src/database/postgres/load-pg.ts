/**
 * Loads the driver when a database is first needed. On Node 20, `pg` looks for Cloudflare Workers by
 * building a `Response`, which loads undici (20 ms), unless the global that newer Nodes have exists.
 */
export async function loadPg() {
  if (!('navigator' in globalThis)) {
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node.js' }, configurable: true });
  }
  const { default: pg } = await import('pg');
  const queries = await import('./wire-query.js');
  return { pg, queries };
}
