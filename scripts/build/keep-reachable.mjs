import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Deletes the declarations below `folder` that none of `entries` needs, and the folders that are then empty. */
export function keepReachable(folder, entries) {
  const needed = new Set();
  const open = entries.map((entry) => path.join(folder, entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (needed.has(file)) continue;
    needed.add(file);
    open.push(...importedBy(file));
  }
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = (wanted) => all.filter(wanted).map(({ parentPath, name }) => path.join(parentPath, name));
  for (const file of paths((entry) => entry.isFile())) if (!needed.has(file)) rmSync(file);
  const deepestFirst = paths((entry) => entry.isDirectory()).sort((a, b) => b.length - a.length);
  for (const each of deepestFirst) if (readdirSync(each).length === 0) rmdirSync(each);
}

/** Files a declaration file names in `from '…'` or `import('…')`. */
function importedBy(file) {
  const names = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g);
  return [...names].map(([, name]) => path.join(path.dirname(file), `${name}.d.ts`));
}
