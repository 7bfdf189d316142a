import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type FoundFile, findConfigFile } from '../file/find-file.js';
import { settingsOptions } from '../options/settings-options.js';
import { foreignOwner } from './foreign-owner.js';

/** The project a command works on. */
export interface FoundProject {
  /** Absolute. Relative paths in the config file, in variables and by default begin here. */
  readonly dir: string;
  readonly file: FoundFile | null;
  /** A project that was seen above and is not used, and why. */
  readonly passedOver: { readonly path: string; readonly reason: string } | null;
}

const DEFAULT_MIGRATIONS = settingsOptions.migrationsDir.default;

/**
 * Finds the project: the config file that `flag` names; else, from `cwd` upwards, the nearest folder with a config file
 * or `db/migrations`; else `cwd` itself. Above `cwd` it looks inside a repository only, up to the folder with `.git`,
 * and only while everything on the way belongs to this user: a config file is code, and one of another user must not
 * run with our rights. Not on Windows, where there is no cheap way to ask for an owner.
 * @throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE
 */
export function findProject(cwd: string, flag: string | undefined): FoundProject {
  const file = findConfigFile(cwd, flag);
  if (flag !== undefined && file !== null) return found(dirname(file.absolute), file);
  if (file !== null || isFolder(join(cwd, DEFAULT_MIGRATIONS))) return found(cwd, file);
  return findAbove(cwd) ?? found(cwd, null);
}

function found(
  dir: string,
  file: FoundFile | null,
  passedOver: FoundProject['passedOver'] = null,
): FoundProject {
  return { dir, file, passedOver };
}

function findAbove(cwd: string): FoundProject | null {
  const folders = foldersOfRepository(cwd);
  for (const folder of folders.slice(1)) {
    const file = configIn(folder, cwd);
    if (file === null && !isFolder(join(folder, DEFAULT_MIGRATIONS))) continue;
    const onTheWay = folders.slice(0, folders.indexOf(folder) + 1);
    const top = join(folders.at(-1) ?? folder, '.git');
    const foreign = foreignOwner([...onTheWay, ...(file ? [file.absolute] : []), dirname(top), top]);
    if (foreign === null) return found(folder, file);
    const path = file?.display ?? displayFrom(cwd, join(folder, DEFAULT_MIGRATIONS));
    const reason = `is not used: ${displayFrom(cwd, foreign)} belongs to another user`;
    return found(cwd, null, { path, reason });
  }
  return null;
}

/** `cwd` and the folders above it, up to the one with `.git`; none where there is no such folder. */
function foldersOfRepository(cwd: string): readonly string[] {
  if (process.platform === 'win32') return [];
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return [];
  }
}

/** A folder that may be passed through but not listed has no project for this user. */
function configIn(folder: string, cwd: string): FoundFile | null {
  try {
    const file = findConfigFile(folder, undefined);
    return file && { ...file, display: displayFrom(cwd, file.absolute) };
  } catch {
    return null;
  }
}

/** `path` as a person in `cwd` would write it, with forward slashes. */
export function displayFrom(cwd: string, path: string): string {
  return (relative(cwd, path) || '.').split(sep).join('/');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
