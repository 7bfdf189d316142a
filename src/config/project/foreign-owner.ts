import { lstat, stat } from 'node:fs/promises';

/** The first of `paths` that, itself or where a link leads to, belongs to another user than this process runs as; null where none does. */
export async function foreignOwner(paths: readonly string[]): Promise<string | null> {
  const uid = process.geteuid?.();
  for (const path of paths) {
    const owners = await Promise.all([lstat(path), stat(path)]).catch(() => []);
    if (owners.length === 0 || owners.some((entry) => entry.uid !== uid)) return path;
  }
  return null;
}
