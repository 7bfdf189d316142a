import type { Theme } from '../terminal/theme.js';

/** `Label: text` as lines; none where there is no text. */
export function fact(label: string, text: string | undefined, theme: Theme): string[] {
  if (text === undefined || text === '') return [];
  return [`${theme.paint('strong', `${label}:`)} ${text}`];
}
