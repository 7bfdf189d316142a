import { maskText } from '../../redaction/redaction.js';
import type { FilePath } from '../folder/migration-file.js';

/** The title of a file as people and events may have it: masked, by the rules of the project too. */
export function shownTitle(title: string | null, { redaction = {} }: FilePath): string | null {
  return title === null ? null : maskText(title, redaction);
}
