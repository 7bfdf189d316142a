import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse, resolve, sep } from 'node:path';

/** True where `pattern` holds `*` or `?`, the wildcards there are. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/**
 * Absolute paths of the files that match `pattern`, sorted, each once. `*` and `?` stay within one path segment,
 * `**` as a whole segment spans any number of folders; none of them matches a name that begins with a dot, and
 * `**` enters neither `node_modules` nor linked folders. Rejects where a folder cannot be read; one that does not
 * exist has no files. Node's own `fs.glob` is missing or experimental before Node 24.
 */
export async function expandGlob(pattern: string, baseDir: string): Promise<string[]> {
  const portable = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  const { root } = parse(portable);
  const segments = portable
    .slice(root.length)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  const files = await expand(resolve(baseDir, root), segments);
  return [...new Set(files)].sort();
}

async function expand(path: string, segments: readonly string[]): Promise<string[]> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return (await isFile(path)) ? [path] : [];
  if (segment === '**') return expandDeep(path, rest.length === 0 ? ['*'] : rest);
  if (!hasWildcard(segment)) return expand(join(path, segment), rest);
  const pattern = segmentPattern(segment);
  const names = (await list(path)).map(({ name }) => name).filter((name) => pattern.test(name));
  return collect(names, (name) => expand(join(path, name), rest));
}

async function expandDeep(path: string, rest: readonly string[]): Promise<string[]> {
  const folders = (await list(path)).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  const below = await collect(folders, (folder) => expandDeep(join(path, folder.name), rest));
  return [...(await expand(path, rest)), ...below];
}

/** One after the other: a wide tree must not open every folder at once. */
async function collect<T>(items: readonly T[], find: (item: T) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const item of items) found.push(...(await find(item)));
  return found;
}

function segmentPattern(segment: string): RegExp {
  const body = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const hidden = segment.startsWith('.') ? '' : '(?!\\.)';
  return new RegExp(`^${hidden}${body}$`, 'su');
}

async function list(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
