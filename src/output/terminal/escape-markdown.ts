import { displayOwn, displayText } from './display-text.js';

/** Text from outside as one line of Markdown that shows it and does nothing: no link, image, HTML or mention. */
export function escapeMarkdown(text: string): string {
  return escaped(displayText(text));
}

/** The same for a sentence of our own. */
export function escapeOwnMarkdown(text: string): string {
  return escaped(displayOwn(text));
}

/**
 * Only what can mean something is escaped, so that the text can be read where it is not drawn, too. `_` means nothing
 * inside of a word, `:` only in front of more (`:tada:`, `https://`), and a few characters only where a line begins.
 */
function escaped(text: string): string {
  return text
    .replace(/[<>&@]/g, (character) => ENTITIES[character] ?? '')
    .replace(ANYWHERE, '\\$&')
    .replace(/^(\d*)([-+=.)])/, '$1\\$2');
}

const ANYWHERE =
  /[\\`*~|[\]$]|#(?!\d+;)|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=\S)|(?<=\bwww)\.|(?<=\bgh)-(?=\d)/gi;

// A backslash keeps Markdown from seeing these, but not what GitHub does to the finished text.
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '@': '&#64;' };
