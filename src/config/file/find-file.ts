import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfitureError } from '../../errors.js';

/** Names a config file can have, in the order they are preferred. `package.json` counts with a `confiture` key. */
export const configFileNames = [
  ...['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json', 'yaml', 'yml'].map((end) => `confiture.config.${end}`),
  ...['', '.json', '.yaml', '.yml'].map((end) => `.confiturerc${end}`),
  'package.json',
] as const;

/** A config file that is there. */
export interface FoundFile {
  readonly absolute: string;
  /** Relative to the project where it lies below it, for messages. */
  readonly display: string;
  /** Other config files in the folder, which are not read. */
  readonly ignored: readonly string[];
}

/**
 * Finds the config file: `flag`, else the first of `configFileNames` in `cwd` itself, never above it. One readdir
 * decides, so that a project without one pays for no loader. Synchronous, because the promises of `fs` take longer to load
 * than their work takes here.
 * @throws CONFIG_NOT_FOUND where `flag` names no file.
 */
export function findConfigFile(cwd: string, flag: string | undefined): FoundFile | null {
  if (flag !== undefined) return named(cwd, flag);
  const names = new Set(listFolder(cwd));
  if (names.has('package.json') && !hasPackageKey(join(cwd, 'package.json'))) names.delete('package.json');
  const [first, ...ignored] = configFileNames.filter((name) => names.has(name));
  return first === undefined ? null : { absolute: join(cwd, first), display: first, ignored };
}

function named(cwd: string, flag: string): FoundFile {
  const absolute = resolve(cwd, flag);
  if (isFile(absolute)) return { absolute, display: flag, ignored: [] };
  throw new ConfitureError('CONFIG_NOT_FOUND', `--config names "${flag}", which is not a file.`, {
    hint: 'Check the path; it is relative to the current folder.',
    location: { file: flag },
  });
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function listFolder(cwd: string): readonly string[] {
  try {
    return readdirSync(cwd);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ConfitureError('CONFIG_UNREADABLE', `The project folder cannot be read (${reason}).`, {
      hint: 'Run the command in a folder that exists and that you may read.',
      cause,
    });
  }
}

/** A package.json that is no JSON is npm's concern: it is then not a config file. */
function hasPackageKey(file: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null && 'confiture' in content;
  } catch {
    return false;
  }
}
