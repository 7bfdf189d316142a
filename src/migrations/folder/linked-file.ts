import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';

/** Where a link in the folder of migrations leads, or why it cannot be a migration. */
export type LinkedFile = { readonly path: string } | { readonly reason: string };

/**
 * Follows a link to a regular file inside `dir`. One that leads elsewhere is never opened: what it leads to may be a
 * device without an end, or a file of secrets that a syntax error would draw on the screen.
 */
export function followLink(link: string, dir: string): LinkedFile {
  try {
    const path = realpathSync(link);
    if (!path.startsWith(realpathSync(dir) + sep))
      return { reason: 'is a link that leads out of the folder' };
    return statSync(path).isFile() ? { path } : { reason: 'is a link to what is not a regular file' };
  } catch {
    return { reason: 'cannot be read: it is a link that leads nowhere' };
  }
}

export function leadsToFolder(link: string): boolean {
  return statSync(link, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
