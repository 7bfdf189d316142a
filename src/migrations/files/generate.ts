import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfitureError } from '../../errors.js';
import { type FilePath, readFolder } from '../folder/discover.js';
import { parseFileName } from '../folder/file-name.js';
import { type Numbering, nextVersion } from './next-version.js';
import { slugOf } from './slug.js';
import { downTemplate, upTemplate } from './template.js';
import { writeNewFile } from './write-new-file.js';

export interface GenerateOptions {
  readonly dir: string;
  /** How the folder is named in messages; default `dir`. */
  readonly displayDir?: string;
  /** What the migration does, in the words of its author. */
  readonly name: string;
  readonly now: Date;
  /** Default `auto`. */
  readonly numbering?: Numbering;
}

export interface GeneratedMigration {
  readonly version: string;
  /** For instance `005_add_payment_table`. */
  readonly name: string;
  readonly up: FilePath;
  readonly down: FilePath;
}

/** Bytes a file name may have on every file system in use, less those of the longest suffix. */
const LONGEST_NAME_BYTES = 255 - '.invariant.sql'.length;

/** What the files of a migration hold; no down file is written where its text is null. */
export interface MigrationTexts {
  readonly up: string;
  readonly down: string | null;
}

/** Writes a new, empty `.up.sql`/`.down.sql` pair: both files or, where one cannot be written, neither. */
export async function generateMigration(options: GenerateOptions): Promise<GeneratedMigration> {
  const made = nextMigration(options);
  await writeAll([
    [made.up, upTemplate(made.name)],
    [made.down, downTemplate(made.name)],
  ]);
  return made;
}

/** Writes a new migration with these texts, as `generateMigration` does. */
export async function writeMigration(
  options: GenerateOptions,
  { up, down }: MigrationTexts,
): Promise<Omit<GeneratedMigration, 'down'> & { readonly down: FilePath | null }> {
  const made = nextMigration(options);
  const files: [FilePath, string][] = [[made.up, up]];
  if (down !== null) files.push([made.down, down]);
  await writeAll(files);
  return { ...made, down: down === null ? null : made.down };
}

function nextMigration(options: GenerateOptions): GeneratedMigration {
  const { dir, displayDir = dir, now, numbering = 'auto' } = options;
  const { migrations } = readFolder(dir, { displayDir });
  const version = nextVersion(
    migrations.map((migration) => migration.version),
    numbering,
    now,
  );
  const name = `${version}_${usableSlug(options.name)}`;
  const fileOf = (role: 'up' | 'down'): FilePath => {
    const fileName = `${name}.${role}.sql`;
    return { path: join(dir, fileName), displayPath: join(displayDir, fileName) };
  };
  return { version, name, up: fileOf('up'), down: fileOf('down') };
}

async function writeAll(files: readonly (readonly [FilePath, string])[]): Promise<void> {
  const written: FilePath[] = [];
  try {
    for (const [file, text] of files) {
      await writeNew(file, text);
      written.push(file);
    }
  } catch (error) {
    for (const { path } of written) await rm(path, { force: true });
    throw error;
  }
}

function usableSlug(name: string): string {
  const slug = slugOf(name);
  if (slug === '') {
    throw new ConfitureError('FLAG_INVALID', 'The name of the migration has no letter and no digit.', {
      hint: 'Say what it does, for instance: confiture migrate generate add_payment_table',
    });
  }
  const probe = `00000000000000_${slug}`;
  if (Buffer.byteLength(probe) > LONGEST_NAME_BYTES || parseFileName(`${probe}.up.sql`).kind === 'invalid') {
    throw new ConfitureError('FLAG_INVALID', 'The name of the migration is too long for a file name.', {
      hint: 'Shorten it to a few words; the file itself has room for the rest.',
    });
  }
  return slug;
}

async function writeNew(file: FilePath, text: string): Promise<void> {
  try {
    await writeNewFile(file.path, text);
  } catch (cause) {
    throw writeError(file, (cause as NodeJS.ErrnoException).code ?? 'unknown reason', cause);
  }
}

function writeError({ displayPath }: FilePath, reason: string, cause: unknown): ConfitureError {
  const location = { file: displayPath };
  if (reason === 'EEXIST') {
    return new ConfitureError('FILES_EXIST', `${displayPath} is already there.`, {
      hint: 'Choose another name, or move the file out of the way.',
      location,
      cause,
    });
  }
  return new ConfitureError('FILES_NOT_WRITABLE', `${displayPath} cannot be written (${reason}).`, {
    hint: 'Check the permissions of the migrations folder and the space on its disk.',
    location,
    cause,
  });
}
