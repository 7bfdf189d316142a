import { serialize } from '../../events/serializer.js';

/** `text` in printable ASCII, as it would stand in JSON between the quotes: every database can store it. */
export function escapedText(text: string): string {
  return serialize(text).slice(1, -1);
}

/** The text that `escapedText` was given. */
export function unescapedText(escaped: string): string {
  return JSON.parse(`"${escaped}"`) as string;
}
