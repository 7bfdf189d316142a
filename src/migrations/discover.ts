import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfitureError } from '../errors.js';
import { type FileRole, parseFileName, printableName } from './file-name.js';
import { compareVersions } from './version.js';

/** One file of a migration: `path` opens it, `displayPath` is what people are shown. */
export interface FilePath {
  readonly path: string;
  readonly displayPath: string;
}

export interface MigrationFile {
  /** For instance `005`. */
  readonly version: string;
  /** For instance `005_add_payment_table`. */
  readonly name: string;
  readonly up: FilePath;
  readonly down: FilePath | null;
  readonly verify: FilePath | null;
  readonly invariant: FilePath | null;
}

export interface MigrationFolder {
  /** In order of their versions. */
  readonly migrations: readonly MigrationFile[];
  /** Display paths of SQL files that belong to no migration and are never run. */
  readonly orphaned: readonly string[];
}

export interface FolderReading extends MigrationFolder {
  /** Every broken name and every version that is there twice. */
  readonly faults: readonly ConfitureError[];
}

export interface FolderOptions {
  /** How the folder is named in messages, as a rule relative to the working directory; default `dir`. */
  readonly displayDir?: string;
}

/**
 * The migrations of `dir`, in order. Sub-folders that are not named like one, dot files and files that are not
 * SQL are ignored.
 * Throws the first fault of the folder; `readFolder` gives them all.
 */
export function discoverMigrations(dir: string, options: FolderOptions = {}): MigrationFolder {
  const { migrations, orphaned, faults } = readFolder(dir, options);
  const [first] = faults;
  if (first === undefined) return { migrations, orphaned };
  if (faults.length === 1) throw first;
  throw new ConfitureError(first.code, first.message, {
    hint: `${first.hint ?? ''} There are ${faults.length - 1} more faults: run \`confiture migrate validate\`.`.trim(),
    ...(first.location === undefined ? {} : { location: first.location }),
    details: { faults: faults.length },
  });
}

/** As `discoverMigrations`, but with all faults as values. Throws only where the folder cannot be read. */
export function readFolder(dir: string, options: FolderOptions = {}): FolderReading {
  const displayDir = options.displayDir ?? dir;
  const reading = new Sorting(dir, displayDir);
  for (const entry of listFolder(dir, displayDir)) reading.add(entry);
  return reading.result();
}

type Parts = { readonly version: string } & { [R in FileRole]?: FilePath };

class Sorting {
  readonly #byName = new Map<string, Parts>();
  readonly #orphaned: string[] = [];
  readonly #faults: ConfitureError[] = [];

  constructor(
    readonly dir: string,
    readonly displayDir: string,
  ) {}

  add(entry: Dirent): void {
    const parsed = parseFileName(entry.name);
    if (entry.isDirectory() && parsed.kind !== 'migration') return;
    const displayPath = join(this.displayDir, printableName(entry.name));
    if (parsed.kind === 'ignored') return;
    if (parsed.kind === 'orphaned') {
      this.#orphaned.push(displayPath);
    } else if (parsed.kind === 'invalid') {
      this.#faults.push(invalidName(displayPath, parsed.reason, parsed.hint));
    } else if (!entry.isFile() && !entry.isSymbolicLink()) {
      this.#faults.push(notAFile(displayPath));
    } else {
      const parts = this.#byName.get(parsed.name) ?? { version: parsed.version };
      parts[parsed.role] = { path: join(this.dir, entry.name), displayPath };
      this.#byName.set(parsed.name, parts);
    }
  }

  result(): FolderReading {
    const migrations = [...this.#byName].flatMap(([name, parts]) => this.#assemble(name, parts));
    migrations.sort((a, b) => compareVersions(a.version, b.version) || (a.name < b.name ? -1 : 1));
    const duplicates = migrations.flatMap((migration, index) => {
      const before = migrations[index - 1];
      return before !== undefined && compareVersions(before.version, migration.version) === 0
        ? [duplicateVersion(before, migration)]
        : [];
    });
    return { migrations, orphaned: this.#orphaned.sort(), faults: [...this.#faults, ...duplicates] };
  }

  #assemble(name: string, parts: Parts): MigrationFile[] {
    const { version, up, down = null, verify = null, invariant = null } = parts;
    if (up !== undefined) return [{ version, name, up, down, verify, invariant }];
    for (const file of [down, verify, invariant]) if (file !== null) this.#orphaned.push(file.displayPath);
    return [];
  }
}

function listFolder(dir: string, displayDir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (cause) {
    throw folderError(displayDir, (cause as NodeJS.ErrnoException).code, cause);
  }
}

function folderError(displayDir: string, reason: string | undefined, cause: unknown): ConfitureError {
  if (reason === 'ENOENT') {
    return new ConfitureError('FILES_FOLDER_MISSING', `There is no migrations folder ${displayDir}.`, {
      hint: 'Run `confiture init` to make it, or name another one with --migrations-dir.',
      location: { file: displayDir },
      cause,
    });
  }
  const [fault, hint] =
    reason === 'ENOTDIR'
      ? ['is not a folder', 'Name the folder that holds the migrations with --migrations-dir.']
      : [`cannot be read (${reason ?? 'unknown reason'})`, 'Check the permissions of the folder.'];
  return new ConfitureError('FILES_UNREADABLE', `The migrations folder ${displayDir} ${fault}.`, {
    hint,
    location: { file: displayDir },
    cause,
  });
}

function invalidName(file: string, reason: string, hint: string): ConfitureError {
  return new ConfitureError('FILES_NAME_INVALID', `The file name ${file} ${reason}.`, {
    hint,
    location: { file },
  });
}

function notAFile(file: string): ConfitureError {
  return new ConfitureError('FILES_UNREADABLE', `${file} is not a regular file.`, {
    hint: 'Replace it by a regular file or remove it.',
    location: { file },
  });
}

function duplicateVersion(first: MigrationFile, second: MigrationFile): ConfitureError {
  const versions =
    first.version === second.version
      ? `version ${second.version}`
      : `the same version, written ${first.version} and ${second.version}`;
  return new ConfitureError(
    'FILES_DUPLICATE_VERSION',
    `${first.up.displayPath} and ${second.up.displayPath} both have ${versions}.`,
    {
      hint: 'Give the one that has not been applied anywhere yet the next free version.',
      location: { file: second.up.displayPath },
      migration: second.name,
    },
  );
}
