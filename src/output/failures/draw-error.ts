import { ConfitureError, type SourceLocation } from '../../errors.js';
import type { FailureContext } from '../reporters/reporter.js';
import { displayForeign, displayLines, displayText } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
import { fact } from '../views/fact.js';
import { drawRows } from './draw-rows.js';
import { drawServerMessage, drawServerWords } from './draw-server-words.js';
import { errorMessage } from './error-message.js';
import { drawExcerpt } from './excerpt.js';
import { describeUnknown } from './unknown-error.js';

export interface DrawErrorOptions extends FailureContext {
  readonly theme: Theme;
  readonly verbose: boolean;
  /** A person reads it and nothing else does: the server's words are drawn as they are. Default false. */
  readonly isPersonal?: boolean;
}

/** An error for the person who has to mend it. `cause` is never drawn. */
export function drawError(error: unknown, options: DrawErrorOptions): string {
  const lines = ConfitureError.is(error) ? drawKnown(error, options) : drawUnknown(error, options);
  return lines.join('\n');
}

function drawKnown(error: ConfitureError, options: DrawErrorOptions): string[] {
  const { theme, source } = options;
  return [
    headline(displayLines(messageOf(error, options)), theme),
    ...drawLocation(error.location, source, theme),
    ...fact('SQLSTATE', error.sqlstate && displayText(error.sqlstate), theme),
    ...drawMessage(error, options),
    ...drawServerWords(error.sqlstate, options),
    ...drawRows(options.rows, options),
    ...fact('Next', error.hint && displayLines(error.hint), theme),
  ];
}

/** In the message of a failed migration the server's own words are masked; a person gets them as they are. */
function messageOf(error: ConfitureError, options: DrawErrorOptions): string {
  const { code, migration } = error;
  const { server, isPersonal = false } = options;
  if (!isPersonal || !server || code !== 'MIGRATION_FAILED' || migration === undefined)
    return errorMessage(error);
  return `${migration} failed: ${server.message}`;
}

/** The message of a failed check says which query it was, and the server's masked words are a part of it. */
function drawMessage(
  { code }: ConfitureError,
  { server, isPersonal = false, theme }: DrawErrorOptions,
): string[] {
  return isPersonal && server && code === 'VALIDATION_FAILED' ? drawServerMessage(server, theme) : [];
}

function drawUnknown(error: unknown, { theme, verbose }: DrawErrorOptions): string[] {
  const { message, stack } = describeUnknown(error);
  return [
    headline(displayForeign(message), theme),
    'This is a fault in Confiture (INTERNAL), not in your project.',
    ...(verbose && stack !== null ? ['', displayStack(stack), ''] : []),
    ...fact('Next', `Please report it${verbose ? '' : ', with what --verbose prints'}.`, theme),
  ];
}

/** The message in it is anybody's text; the frames are places in code, in which a path must not pass for a secret. */
function displayStack(stack: string): string {
  const frames = stack.search(/^\s+at /m);
  if (frames === -1) return displayForeign(stack);
  return `${displayForeign(stack.slice(0, frames))}${displayLines(stack.slice(frames))}`;
}

function headline(message: string, theme: Theme): string {
  return `${theme.paint('bad', 'Error:')} ${message}`;
}

function drawLocation(
  location: SourceLocation | undefined,
  source: string | undefined,
  theme: Theme,
): string[] {
  if (location === undefined) return [];
  const { file, line, column } = location;
  const place = [displayText(file), line, column].filter((part) => part !== undefined).join(':');
  const excerpt =
    source === undefined || line === undefined
      ? []
      : drawExcerpt(source, { line, ...(column === undefined ? {} : { column }) }, theme);
  return [`  at ${theme.paint('accent', place)}`, ...(excerpt.length === 0 ? [] : ['', ...excerpt, ''])];
}
