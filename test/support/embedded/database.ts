import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const CACHE = 'node_modules/.cache/confiture-embedded';
const ENGINE = 'node_modules/@electric-sql/pglite/package.json';
let made: Promise<string> | undefined;

/**
 * Copies an empty embedded database to `directory`. Making one takes seconds, so it is made once for each version of
 * the engine, and kept for later runs.
 */
export async function copyEmbeddedDatabase(directory: string): Promise<void> {
  made ??= madeOnce();
  await cp(await made, directory, { recursive: true });
}

async function madeOnce(): Promise<string> {
  const { version } = JSON.parse(await readFile(ENGINE, 'utf8'));
  const kept = path.resolve(CACHE, version);
  if (!(await isThere(kept))) await make(kept);
  return kept;
}

/** Moves it into place whole; where a test beside this one was quicker, there is one. */
async function make(directory: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const own = await mkdtemp(`${directory}-`);
  const { PGlite } = await import('@electric-sql/pglite');
  await (await PGlite.create({ dataDir: own })).close();
  await chmod(own, 0o700);
  try {
    await rename(own, directory);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!(await isThere(directory))) throw error;
  }
}

function isThere(directory: string): Promise<boolean> {
  return stat(directory).then(
    () => true,
    () => false,
  );
}
