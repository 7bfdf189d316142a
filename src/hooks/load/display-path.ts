import { isAbsolute, relative, sep } from 'node:path';

/** `file` as someone in `folder` would write it, with forward slashes; unchanged where it lies outside. */
export function displayPath(file: string, folder: string): string {
  const path = relative(folder, file);
  const outside = path === '' || isAbsolute(path) || path.split(sep)[0] === '..';
  return outside ? file : path.split(sep).join('/');
}
