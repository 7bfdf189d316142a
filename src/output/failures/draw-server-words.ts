import { maskServerMessage } from '../../redaction/server-message.js';
import { displayForeign, displayLines } from '../terminal/display-text.js';
import type { Theme } from '../terminal/theme.js';
import { fact } from '../views/fact.js';
import { drawExcerpt } from './excerpt.js';
import type { ServerWords } from './server-words.js';

export interface ServerWordsOptions {
  readonly server?: ServerWords;
  readonly theme: Theme;
  readonly verbose: boolean;
  readonly isPersonal?: boolean;
}

/**
 * What the server said beside its message. Its hint is for everybody, masked; DETAIL, CONTEXT and the inner query, which
 * hold row values and SQL, are for a person who asked for them.
 */
export function drawServerWords(
  sqlstate: string | undefined,
  { server, theme, verbose, isPersonal = false }: ServerWordsOptions,
): string[] {
  if (!server) return [];
  const { detail, context, query, hint } = server;
  if (!isPersonal)
    return fact('Server hint', hint && displayForeign(maskServerMessage(hint, sqlstate)), theme);
  const shownHint = fact('Server hint', hint && displayLines(hint), theme);
  if (!verbose) return [...shownHint, ...more(server, theme)];
  return [
    ...fact('Detail', detail && displayLines(detail), theme),
    ...shownHint,
    ...fact('Context', context && displayLines(context), theme),
    ...(query ? ['Query:', '', ...drawExcerpt(query.text, query, theme), ''] : []),
  ];
}

/** The server's message as it is, for a person, where a masked form of it has been drawn. */
export function drawServerMessage({ message }: ServerWords, theme: Theme): string[] {
  return fact('The server said', displayLines(message), theme);
}

function more({ detail, context, query }: ServerWords, theme: Theme): string[] {
  const held = [detail && 'detail', context && 'context', query && 'inner query'].filter((text) => text);
  return fact(
    'More',
    held.length > 0 ? `--verbose shows the server's ${held.join(', ')}.` : undefined,
    theme,
  );
}
