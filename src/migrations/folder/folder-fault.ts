import { ConfitureError } from '../../errors.js';
import type { MigrationFile } from './migration-file.js';

const LEAVE_ALONE = 'or list it under migration.ignore in the config file to have it left alone';

/** Other faults of the folder that one message names. */
const MOST_NAMED = 10;

/** Faults as one error: the first, and the others by their files. */
export function allFaults(faults: readonly [ConfitureError, ...ConfitureError[]]): ConfitureError {
  const [first, ...others] = faults;
  if (others.length === 0) return first;
  const names = others.slice(0, MOST_NAMED).map(({ location, message }) => location?.file ?? message);
  const more = others.length > MOST_NAMED ? ', …' : '';
  const count = others.length === 1 ? 'There is 1 more fault' : `There are ${others.length} more faults`;
  return new ConfitureError(first.code, first.message, {
    hint: `${first.hint ?? ''} ${count} (${names.join(', ')}${more}): \`confiture migrate validate\` explains all.`.trim(),
    ...(first.location === undefined ? {} : { location: first.location }),
    details: { faults: faults.length },
  });
}

export function folderError(displayDir: string, reason: string | undefined, cause: unknown): ConfitureError {
  if (reason === 'ENOENT') {
    return new ConfitureError('FILES_FOLDER_MISSING', `There is no migrations folder ${displayDir}.`, {
      hint: 'Make it, or name another one with --migrations-dir. Where there is no project yet, `confiture init` sets one up.',
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

export function invalidName(file: string, reason: string, hint: string): ConfitureError {
  return new ConfitureError('FILES_NAME_INVALID', `The file name ${file} ${reason}.`, {
    hint: `${hint.replace(/\.$/, '')}, ${LEAVE_ALONE}.`,
    location: { file },
  });
}

/** For a `.down.sql` and its like without an `.up.sql`. */
export function orphaned(file: string, name: string): ConfitureError {
  return new ConfitureError(
    'FILES_ORPHANED',
    `${file} belongs to no migration: there is no ${name}.up.sql.`,
    {
      hint: `Name it like the .up.sql file it belongs to, move it out of the folder, ${LEAVE_ALONE}.`,
      location: { file },
    },
  );
}

export function misplaced(file: string): ConfitureError {
  return new ConfitureError('FILES_MISPLACED', `${file} lies in a sub-folder, where nothing runs.`, {
    hint: `Move it into the migrations folder itself or elsewhere, ${LEAVE_ALONE}.`,
    location: { file },
  });
}

/** For an entry that is named like a migration and must not be read; `reason` completes a sentence about it. */
export function notAFile(file: string, reason: string): ConfitureError {
  return new ConfitureError('FILES_UNREADABLE', `${file} ${reason}.`, {
    hint: `Replace it with a regular file, remove it, ${LEAVE_ALONE}.`,
    location: { file },
  });
}

export function duplicateVersion(first: MigrationFile, second: MigrationFile): ConfitureError {
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
