import type { ConfitureError } from '../../errors.js';
import { maskServerMessage } from '../../redaction/server-message.js';
import type { ServerWords } from '../reporters/reporter.js';
import type { Look } from '../terminal/look.js';
import { presentForeign, presentLines } from '../terminal/present.js';
import { fact } from '../views/fact.js';
import { drawExcerpt } from './excerpt.js';

export interface ServerWordsOptions {
  readonly server?: ServerWords;
  readonly look: Look;
  readonly verbose: boolean;
  readonly isPersonal?: boolean;
}

/**
 * What the server said beside its message. Its hint is for everybody, masked; DETAIL, CONTEXT and the inner query, which
 * hold row values and SQL, are for a person who asked for them.
 */
export function drawServerWords(
  { sqlstate }: ConfitureError,
  { server, look, verbose, isPersonal = false }: ServerWordsOptions,
): string[] {
  if (!server) return [];
  const { detail, context, query, hint } = server;
  if (!isPersonal)
    return fact('Server hint', hint && presentForeign(maskServerMessage(hint, sqlstate)), look);
  const shownHint = fact('Server hint', hint && presentLines(hint), look);
  if (!verbose) return [...shownHint, ...more(server, look)];
  return [
    ...fact('Detail', detail && presentLines(detail), look),
    ...shownHint,
    ...fact('Context', context && presentLines(context), look),
    ...(query ? ['Query:', '', ...drawExcerpt(query.text, query, look), ''] : []),
  ];
}

function more({ detail, context, query }: ServerWords, look: Look): string[] {
  const held = [detail && 'detail', context && 'context', query && 'inner query'].filter((text) => text);
  return fact('More', held.length > 0 ? `--verbose shows the server's ${held.join(', ')}.` : undefined, look);
}
