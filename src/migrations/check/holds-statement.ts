import { isSpaceAt } from '../parser/characters.js';
import { isHarmless, readPsqlCommand } from '../parser/psql-command.js';
import { endOfBlockComment, endOfLineComment } from '../parser/skip-quoted.js';

/** False for a text of comments, white space and semicolons alone; reads no further than its first word. */
export function holdsStatement(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    if (isSpaceAt(text, at) || text.charAt(at) === ';') at++;
    else if (text.startsWith('--', at)) at = endOfLineComment(text, at);
    else if (text.startsWith('/*', at)) at = endOfComment(text, at);
    else if (text.charAt(at) === '\\' && isHarmless(readPsqlCommand(text, at)))
      at = readPsqlCommand(text, at).end;
    else return true;
  }
  return false;
}

function endOfComment(text: string, open: number): number {
  const end = endOfBlockComment(text, open);
  return end === -1 ? text.length : end;
}
