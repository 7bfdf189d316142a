import { rm, writeFile } from 'node:fs/promises';

/** Makes a file, whole or not at all: a disk that is full leaves no part of it. Rejects with EEXIST where it is there. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true }).catch(() => {});
    throw error;
  }
}
