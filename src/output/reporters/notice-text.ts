import { maskServerMessage } from '../../redaction/server-message.js';
import type { MigrationNotice } from '../../run-events.js';
import { displayForeign, displayLines, displayText } from '../terminal/display-text.js';

/** What `RAISE NOTICE` and `RAISE WARNING` send where the migration names no code: anything may be in there. */
const UNTYPED = new Set(['00000', '01000']);
const FREE_TEXT = 'P0001';

/** A server message with the migration it came from. Values in it are masked unless a person sits in front of it. */
export function noticeText({ migration, message, sqlstate }: MigrationNotice, isPersonal: boolean): string {
  const code = sqlstate === undefined || UNTYPED.has(sqlstate) ? FREE_TEXT : sqlstate;
  const text = isPersonal ? displayLines(message) : displayForeign(maskServerMessage(message, code));
  return migration === null ? text : `${displayText(migration)}: ${text}`;
}
