import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { ConfitureError } from '../../errors.js';

/**
 * Writes a certificate to a named file, in place of an older one: whole, or the older one stays.
 * `display` names the file in messages. @throws FILES_NOT_WRITABLE
 */
export async function writeCertificate(file: string, display: string, text: string): Promise<void> {
  try {
    if (await isReplaced(file)) await replace(file, text);
    else await writeFile(file, text);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new ConfitureError('FILES_NOT_WRITABLE', `${display} cannot be written (${reason})`, {
      hint: 'Name a file in a folder that is there, may be written to and has room.',
      location: { file: display },
      cause,
    });
  }
}

/** False for a folder, which is refused, and for a device or a pipe, which is written to as it is. */
async function isReplaced(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found === null || found.isFile();
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
