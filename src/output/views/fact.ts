import type { Look } from '../terminal/look.js';

/** `Label: text` as lines; none where there is no text. */
export function fact(label: string, text: string | undefined, look: Look): string[] {
  if (text === undefined || text === '') return [];
  return [`${look.paint('strong', `${label}:`)} ${text}`];
}
