import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeImport } from './native-import.js';

/**
 * Imports a hook file. TypeScript goes through jiti, which is loaded only then; JavaScript through `import()`.
 * `import … from 'confiture'` gets the package the file's own project has installed; where it has none (the
 * command was started with npx, or from a checkout), the module at `selfEntry`. Rejects with what the file threw.
 */
export async function importHookFile(file: string, selfEntry: string | undefined): Promise<unknown> {
  if (/^\.[cm]?ts$/.test(extname(file))) return importWithJiti(file, selfEntry);
  try {
    return await nativeImport(pathToFileURL(file).href);
  } catch (error) {
    if (selfEntry === undefined || !isSelfMissing(error)) throw error;
    return importWithJiti(file, selfEntry);
  }
}

/** No cache on disk: jiti's lies in a shared temp folder, where another user could put code for us to run. */
async function importWithJiti(file: string, selfEntry: string | undefined): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const substitute =
    selfEntry === undefined || canResolveSelf(file) ? undefined : pathToFileURL(selfEntry).href;
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    interopDefault: false,
    ...(substitute !== undefined && {
      virtualModules: { confiture: (await nativeImport(substitute)) as Record<string, unknown> },
    }),
  });
  return jiti.import(file);
}

function canResolveSelf(file: string): boolean {
  try {
    createRequire(file).resolve('confiture');
    return true;
  } catch {
    return false;
  }
}

/** `import` and `require` word it differently; both name the package in quotes. */
function isSelfMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const missing = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND';
  return missing && error.message.includes("'confiture'");
}
