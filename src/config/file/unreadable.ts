import { basename } from 'node:path';
import { ConfitureError, type SourceLocation } from '../../errors.js';
import type { FoundFile } from './find-file.js';

const syntaxErrors: ReadonlySet<string> = new Set(['SyntaxError', 'JSONError', 'YAMLException']);

/**
 * Tells why a config file could not be loaded. The loaders' messages quote the file, and what a file throws may
 * hold what it read, so only the kind of failure, the line and the name of a missing module are told.
 */
export function unreadable(loaded: FoundFile, cause: unknown): ConfitureError {
  const file = culprit(loaded, cause);
  const location = locate(file, cause);
  const line = location.line === undefined ? '' : ` at line ${location.line}`;
  return new ConfitureError(
    'CONFIG_UNREADABLE',
    `${file.display} cannot be loaded: it ${reasonOf(cause)}${line}.`,
    {
      hint: 'Correct the file; it must be valid JSON or YAML, or a script whose default export is the configuration.',
      location,
      cause,
    },
  );
}

type LoadedFile = Pick<FoundFile, 'absolute' | 'display'>;

/** cosmiconfig reads other files too: what `$import` names, and the project's package.json for settings of its own. */
function culprit(loaded: LoadedFile, cause: unknown): LoadedFile {
  const path =
    typeof cause === 'object' && cause !== null && 'filepath' in cause ? cause.filepath : undefined;
  if (typeof path !== 'string' || path === loaded.absolute) return loaded;
  return { absolute: path, display: basename(path) };
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'throws something that is not an Error';
  const code = (cause as NodeJS.ErrnoException).code;
  const missing = /Cannot find (?:module|package) '([^'\n]{1,200})'/.exec(cause.message)?.[1];
  if (missing !== undefined) return `imports "${missing}", which cannot be found,`;
  if (/^No loader specified/.test(cause.message)) return 'has a name that ends in no known way';
  if (syntaxErrors.has(cause.name) || cause.message.startsWith('ParseError:')) return 'has a syntax error';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  return /^[A-Za-z]{0,40}(?:Error|Exception)$/.test(cause.name) ? `throws ${cause.name}` : 'throws an error';
}

function locate(file: LoadedFile, cause: unknown): SourceLocation {
  const line = lineOf(file, cause);
  return line === undefined ? { file: file.display } : { file: file.display, line };
}

/** js-yaml counts `mark` from 0; the other loaders put the line into the stack or the text. */
function lineOf(file: LoadedFile, cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { mark, stack, message } = cause as {
    mark?: { line?: unknown };
    stack?: string;
    message?: string;
  };
  if (typeof mark?.line === 'number') return mark.line + 1;
  return lineInStack(file, stack ?? '') ?? lineInMessage(message ?? '');
}

function lineInStack(file: LoadedFile, stack: string): number | undefined {
  const at = stack.indexOf(`${file.absolute}:`);
  if (at === -1) return undefined;
  const digits = /^\d+/.exec(stack.slice(at + file.absolute.length + 1))?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function lineInMessage(message: string): number | undefined {
  const digits = /\(?line (\d+) column \d+\)?/.exec(message)?.[1] ?? /^> (\d+) \|/m.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
