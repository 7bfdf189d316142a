/**
 * `text` in at most `limit` UTF-16 units, the strictest way vendors count, cut between code points and marked
 * with `…`. `escapeCharacter` is applied a character at a time, so that no escape sequence is cut in two.
 */
export function truncate(
  text: string,
  limit: number,
  escapeCharacter: (character: string) => string = String,
): string {
  let result = '';
  let room = '';
  for (const character of text) {
    const next = result + escapeCharacter(character);
    if (next.length > limit) return `${room}…`;
    if (next.length < limit) room = next;
    result = next;
  }
  return result;
}
