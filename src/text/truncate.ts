/**
 * `text` in at most `limit` UTF-16 units, the strictest way vendors count, cut between code points and marked
 * with `…`. `escapeCharacter` is applied a character at a time, so that no escape sequence is cut in two.
 */
export function truncate(
  text: string,
  limit: number,
  escapeCharacter: (character: string) => string = String,
): string {
  if (escapeCharacter === String && text.length <= limit) return text;
  let result = '';
  let room = 0;
  for (const character of text) {
    const piece = escapeCharacter(character);
    if (result.length + piece.length > limit) return `${result.slice(0, room)}…`;
    result += piece;
    if (result.length < limit) room = result.length;
  }
  return result;
}
