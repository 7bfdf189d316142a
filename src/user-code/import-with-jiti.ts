import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { nativeImport } from './native-import.js';

/**
 * Imports a module in TypeScript or JavaScript. `import … from 'confiture'` gets the package its own project has
 * installed; where it has none (the command was started with npx, or from a checkout), the module at `selfEntry`. No
 * cache on disk: jiti's lies in a shared temp folder, where another user could put code for us to run, and would outlive
 * secrets in a config file. Rejects with what the file threw.
 */
export async function importWithJiti(
  file: string,
  selfEntry: string | undefined,
  { takeDefault }: { readonly takeDefault: boolean },
): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const substitute =
    selfEntry === undefined || canResolveSelf(file) ? undefined : pathToFileURL(selfEntry).href;
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    interopDefault: takeDefault,
    ...(substitute !== undefined && {
      virtualModules: { confiture: (await nativeImport(substitute)) as Record<string, unknown> },
    }),
  });
  return takeDefault ? jiti.import(file, { default: true }) : jiti.import(file);
}

function canResolveSelf(file: string): boolean {
  try {
    createRequire(file).resolve('confiture');
    return true;
  } catch {
    return false;
  }
}
