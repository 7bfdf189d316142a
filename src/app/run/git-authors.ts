import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../settings.js';

const LONGEST_MS = 10_000;
const MOST_BYTES = 50_000_000;
/** Begins the line of a commit, which no file name does. */
const MARK = '\u0001';

/**
 * Names and addresses of those who last committed a change to one of the migration files, whose paths may be relative to
 * the folder of the command; empty where there is no git, no
 * repository, or no answer in time. Never rejects.
 */
export async function authorsOf(
  files: readonly string[],
  { workingDir, migrationsDir: folder }: Pick<Settings, 'workingDir' | 'migrationsDir'>,
): Promise<string[]> {
  const names = files.map((file) => path.relative(folder, path.resolve(workingDir, file)));
  const format = `--format=${MARK}%an%x00%ae`;
  return lastAuthors(
    await git(folder, ['log', format, '--name-only', '--relative', '-z', '--', ...names]),
    names,
  );
}

/** Reads a log whose commits come newest first. */
function lastAuthors(log: string, names: readonly string[]): string[] {
  const open = new Set(names.map((name) => name.split(path.sep).join('/')));
  const authors = new Set<string>();
  for (const commit of log.split(MARK).slice(1)) {
    const [name = '', address = '', ...files] = commit.split('\0');
    const touched = files.map((file) => file.replace(/^\n/, '')).filter((file) => open.delete(file));
    if (touched.length === 0) continue;
    authors.add(name);
    authors.add(address);
    if (open.size === 0) break;
  }
  return [...authors].filter((text) => text !== '');
}

/** Configuration of the repository that could run a program is switched off. */
function git(folder: string, args: readonly string[]): Promise<string> {
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false', '--no-pager'];
  const options = { cwd: folder, timeout: LONGEST_MS, maxBuffer: MOST_BYTES };
  return new Promise((resolve) => {
    execFile('git', [...safe, ...args], options, (error, stdout) => resolve(error ? '' : stdout));
  });
}
