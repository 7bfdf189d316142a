const MARKS = new Set('\\*_~`|<>#[]()');

/**
 * One character as literal text in Discord's and Teams' Markdown. A zero-width space after `@` keeps
 * `@everyone`, `@here` and `<@id>` from being mentions.
 */
export function escapeMarkdown(character: string): string {
  if (character === '@') return '@\u200b';
  return MARKS.has(character) ? `\\${character}` : character;
}
