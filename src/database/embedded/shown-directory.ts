import path from 'node:path';

/** The directory as people write it. */
export function shownDirectory(directory: string): string {
  return path.relative(process.cwd(), directory) || directory;
}
