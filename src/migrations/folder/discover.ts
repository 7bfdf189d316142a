import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfitureError } from '../../errors.js';
import { compareVersions } from '../files/version.js';
import { type FileRole, parseFileName, printableName } from './file-name.js';
import {
  allFaults,
  duplicateVersion,
  folderError,
  invalidName,
  misplaced,
  notAFile,
  orphaned,
} from './folder-fault.js';
import type { FolderOptions } from './folder-options.js';
import { type IsIgnored, ignoring } from './ignored-files.js';
import { followLink, type LinkedFile, leadsToFolder } from './linked-file.js';
import type { FilePath, MigrationFile } from './migration-file.js';
import { nestedSqlFiles } from './nested-files.js';

export type { FolderOptions } from './folder-options.js';
export type { FilePath, MigrationFile } from './migration-file.js';

export interface MigrationFolder {
  /** In order of their versions. */
  readonly migrations: readonly MigrationFile[];
}

export interface FolderReading extends MigrationFolder {
  /** Every file that looks like SQL and is no part of a migration, and every version that is there twice. */
  readonly faults: readonly ConfitureError[];
}

/**
 * The migrations of `dir`, in order. Hidden files, files that do not look like SQL and what `options.ignore` names
 * are left alone. Throws where the folder has a fault, naming every file concerned; `readFolder` gives them all.
 */
export function discoverMigrations(dir: string, options: FolderOptions = {}): MigrationFolder {
  const { migrations, faults } = readFolder(dir, options);
  const [first, ...others] = faults;
  if (first !== undefined) throw allFaults([first, ...others]);
  return { migrations };
}

/** As `discoverMigrations`, but with all faults as values. Throws only where the folder cannot be read. */
export function readFolder(dir: string, options: FolderOptions = {}): FolderReading {
  const displayDir = options.displayDir ?? dir;
  const reading = new Sorting(dir, displayDir, options);
  for (const entry of listFolder(dir, displayDir)) reading.add(entry);
  return reading.result();
}

type Parts = { readonly version: string } & { [R in FileRole]?: FilePath };

class Sorting {
  readonly #byName = new Map<string, Parts>();
  readonly #faults: ConfitureError[] = [];
  readonly #isIgnored: IsIgnored;
  readonly #reading: Pick<FilePath, 'maxBytes' | 'redaction'>;
  readonly #pathTo: (name: string) => string;
  readonly #displayPathTo: (name: string) => string;

  constructor(
    readonly dir: string,
    displayDir: string,
    { ignore = [], maxFileBytes, redaction }: FolderOptions,
  ) {
    this.#isIgnored = ignoring(ignore);
    this.#pathTo = within(dir);
    this.#displayPathTo = within(displayDir);
    this.#reading = {
      ...(maxFileBytes !== undefined && { maxBytes: maxFileBytes }),
      ...(redaction && { redaction }),
    };
  }

  add(entry: Dirent): void {
    if (this.#isIgnored(entry.name)) return;
    const parsed = parseFileName(entry.name);
    const displayPath = this.#shown(entry.name);
    if (parsed.kind === 'ignored') this.#addOther(entry);
    else if (parsed.kind === 'migration') this.#addPart(entry, displayPath, parsed);
    else if (entry.isDirectory()) this.#addFolder(entry.name);
    else this.#faults.push(invalidName(displayPath, parsed.reason, parsed.hint));
  }

  #addPart(
    entry: Dirent,
    displayPath: string,
    { name, version, role }: { readonly name: string; readonly version: string; readonly role: FileRole },
  ): void {
    const path = this.#pathTo(entry.name);
    const file = fileAt(entry, path, this.dir);
    if ('reason' in file) this.#faults.push(notAFile(displayPath, file.reason));
    const parts = this.#byName.get(name) ?? { version };
    parts[role] = { path: 'path' in file ? file.path : path, displayPath, ...this.#reading };
    this.#byName.set(name, parts);
  }

  #addOther(entry: Dirent): void {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return;
    if (entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(join(this.dir, entry.name))))
      this.#addFolder(entry.name);
  }

  #addFolder(name: string): void {
    for (const file of nestedSqlFiles(this.dir, name, this.#isIgnored))
      this.#faults.push(misplaced(this.#shown(file)));
  }

  #shown(name: string): string {
    return this.#displayPathTo(printableName(name));
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
    return { migrations, faults: [...this.#faults.sort(byFile), ...duplicates] };
  }

  #assemble(name: string, parts: Parts): MigrationFile[] {
    const { version, up, down = null, verify = null, invariant = null } = parts;
    if (up !== undefined) return [{ version, name, up, down, verify, invariant }];
    for (const file of [down, verify, invariant]) {
      if (file !== null) this.#faults.push(orphaned(file.displayPath, printableName(name)));
    }
    return [];
  }
}

/** As `join` for names of a folder's entries, which it would normalize each time with the whole path. */
function within(dir: string): (name: string) => string {
  const prefix = join(dir, '_').slice(0, -1);
  return (name) => prefix + name;
}

function fileAt(entry: Dirent, path: string, dir: string): LinkedFile {
  if (entry.isSymbolicLink()) return followLink(path, dir);
  return entry.isFile() ? { path } : { reason: 'is not a regular file' };
}

/** So that every command, on every file system, names the same fault first. */
function byFile(a: ConfitureError, b: ConfitureError): number {
  const [first = '', second = ''] = [a.location?.file, b.location?.file];
  return first < second ? -1 : first > second ? 1 : 0;
}

function listFolder(dir: string, displayDir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (cause) {
    throw folderError(displayDir, (cause as NodeJS.ErrnoException).code, cause);
  }
}
