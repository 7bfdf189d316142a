import { chmod, mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfitureError } from '../../errors.js';

/** Permission bits of group and others. */
const OTHERS = 0o077;

/** Major version of PostgreSQL that the embedded engine is. */
export const ENGINE_MAJOR = '18';

/**
 * Sees to it that `directory` holds a database the engine can open, and makes one with `create` where it
 * is missing or empty. A new one is made beside its place and then renamed, so that a kill never leaves
 * half of one; what an earlier kill left there is removed. The caller holds the directory's lock. Only
 * its owner can read what it holds.
 */
export async function prepareDirectory(
  directory: string,
  create: (directory: string) => Promise<void>,
): Promise<void> {
  const entries = await entriesOf(directory);
  if (entries !== null && entries.length > 0) {
    await checkVersion(directory);
    const { mode } = await stat(directory);
    if ((mode & OTHERS) !== 0) await closeToOthers(directory);
    return;
  }
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  try {
    await create(unfinished);
    await closeToOthers(unfinished);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  if (entries !== null) await rmdir(directory);
  await rename(unfinished, directory);
}

/** The engine makes the first files of a database for everybody, whatever the umask. */
async function closeToOthers(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const mode = entry.isDirectory() ? 0o700 : 0o600;
    if (!entry.isSymbolicLink()) await chmod(path.join(entry.parentPath, entry.name), mode);
  }
}

/** Null where there is nothing. */
async function entriesOf(directory: string): Promise<string[] | null> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function checkVersion(directory: string): Promise<void> {
  const version = await readVersion(directory);
  if (version === ENGINE_MAJOR) return;
  const shown = path.relative(process.cwd(), directory) || directory;
  if (version === null) {
    throw new ConfitureError('EMBEDDED_UNUSABLE', `${shown} holds files, but no database`, {
      hint: 'Name another folder (pglite:PATH), or empty this one.',
    });
  }
  throw new ConfitureError(
    'EMBEDDED_UNUSABLE',
    `the embedded database ${shown} was made by PostgreSQL ${version}; this Confiture has ${ENGINE_MAJOR}`,
    {
      hint: 'Delete the folder, if its local data may go, and migrate again; or open it with the version of Confiture that made it.',
    },
  );
}

async function readVersion(directory: string): Promise<string | null> {
  try {
    const written = await readFile(path.join(directory, 'PG_VERSION'), 'utf8');
    return /^\d+(\.\d+)?$/.exec(written.trim())?.[0] ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
