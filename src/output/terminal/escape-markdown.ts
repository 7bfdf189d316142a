import { displayOwn, displayText } from './display-text.js';

/** Text from outside as one line of Markdown that shows it and does nothing: no link, image, HTML or mention. */
export function escapeMarkdown(text: string): string {
  return escaped(displayText(text));
}

/** The same for a sentence of our own. */
export function escapeOwnMarkdown(text: string): string {
  return escaped(displayOwn(text));
}

function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) => ENTITIES[character] ?? `\\${character}`);
}

// A backslash keeps Markdown from seeing these, but not what GitHub does to the finished text.
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '@': '&#64;' };
