import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IsIgnored } from './ignored-files.js';
import { looksLikeSql } from './looks-like-sql.js';

/** How deep and how far a folder is looked through: enough to tell a person, whatever lies there. */
const DEEPEST = 6;
const MOST_FILES = 100;

/**
 * Files below the sub-folder `folder` of `dir` that look like SQL, as paths relative to `dir`, in order. Hidden
 * folders, `node_modules` and what cannot be read are passed over, and links below are not followed.
 */
export function nestedSqlFiles(dir: string, folder: string, isIgnored: IsIgnored): string[] {
  const found: string[] = [];
  const visit = (relative: string, depth: number): void => {
    if (depth > DEEPEST || isIgnored(relative)) return;
    for (const entry of list(join(dir, relative))) {
      if (found.length === MOST_FILES) return;
      const path = `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') visit(path, depth + 1);
      } else if (looksLikeSql(entry.name) && !isIgnored(path)) found.push(path);
    }
  };
  visit(folder, 1);
  return found;
}

function list(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
