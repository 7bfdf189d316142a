import type { Loader } from 'cosmiconfig';
import type { FoundFile } from './find-file.js';
import { unreadable } from './unreadable.js';

/**
 * The content of a config file as its author wrote it, not yet checked; an empty file is an empty configuration.
 * The loaders are imported here because most commands run without a config file.
 * @throws CONFIG_UNREADABLE with the file and, where known, the line; never with content of the file.
 */
export async function loadConfigFile(file: FoundFile, selfEntry?: string): Promise<unknown> {
  const { cosmiconfig } = await import('cosmiconfig');
  try {
    const explorer = cosmiconfig('confiture', { cache: false, loaders: scriptLoaders(selfEntry) });
    const result = await explorer.load(file.absolute);
    return result === null || result.isEmpty ? {} : result.config;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** One loader for all scripts: cosmiconfig's own needs the `typescript` package, and runs a throwing .js twice. */
function scriptLoaders(selfEntry: string | undefined): Record<string, Loader> {
  const loadScript: Loader = async (path) => {
    const { importWithJiti } = await import('../../user-code/import-with-jiti.js');
    return importWithJiti(path, selfEntry, { takeDefault: true });
  };
  const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
  return Object.fromEntries(extensions.map((extension) => [extension, loadScript]));
}
