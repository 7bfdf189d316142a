import { lstatSync, statSync } from 'node:fs';

/** The first of `paths` that, itself or where a link leads to, belongs to another user than this process runs as; null where none does. */
export function foreignOwner(paths: readonly string[]): string | null {
  const uid = process.geteuid?.();
  for (const path of paths) {
    if (ownersOf(path).some((owner) => owner !== uid)) return path;
  }
  return null;
}

/** Owners of a path and of the file that it leads to; one without a name where it leads nowhere. */
function ownersOf(path: string): readonly (number | null)[] {
  try {
    return [lstatSync(path).uid, statSync(path).uid];
  } catch {
    return [null];
  }
}
