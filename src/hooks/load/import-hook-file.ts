import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeImport } from '../../user-code/native-import.js';

/**
 * Imports a hook file. TypeScript goes through jiti, which is loaded only then; JavaScript through `import()`.
 * `import … from 'confiture'` gets the package the file's own project has installed; where it has none (the
 * command was started with npx, or from a checkout), the module at `selfEntry`. Rejects with what the file threw.
 */
export async function importHookFile(file: string, selfEntry: string | undefined): Promise<unknown> {
  if (/^\.[cm]?ts$/.test(extname(file))) return withJiti(file, selfEntry);
  try {
    return await nativeImport(pathToFileURL(file).href);
  } catch (error) {
    if (selfEntry === undefined || !isSelfMissing(error)) throw error;
    return withJiti(file, selfEntry);
  }
}

async function withJiti(file: string, selfEntry: string | undefined): Promise<unknown> {
  const { importWithJiti } = await import('../../user-code/import-with-jiti.js');
  return importWithJiti(file, selfEntry, { takeDefault: false });
}

/** `import` and `require` word it differently; both name the package in quotes. */
function isSelfMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const missing = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND';
  return missing && error.message.includes("'confiture'");
}
