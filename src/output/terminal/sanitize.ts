/**
 * Text from outside (file names, server and hook messages, response bodies) made fit for a terminal: nothing
 * in it can move the cursor, set a title, change the reading direction or hide. A dangerous character is shown as
 * an escape, not dropped, so that two different names never look the same.
 */

// C0, DEL, C1, soft hyphen and every format character (zero width, direction marks, tags), separators that
// some terminals break lines at, blank letters, private use and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]|\u034f/gu;
const UNSAFE_IN_LINES = new RegExp(`(?!\\n)(?:${UNSAFE.source})`, 'gu');

/** One line: line breaks and tabs are shown as escapes as well. */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, visible);
}

/** Keeps line breaks (CRLF becomes LF) and gives tabs as two spaces; else as `sanitize`. */
export function sanitizeLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').replace(UNSAFE_IN_LINES, visible);
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

// The runners of GitHub, Azure and TeamCity act on these wherever they stand; GitHub also on any line that
// starts with `::` after blanks. A cast such as `x::text` in the middle of a line stays as it is.
const COMMANDS =
  'error|warning|notice|debug|group|endgroup|add-mask|add-matcher|remove-matcher|stop-commands|echo|' +
  'set-output|save-state|set-env|add-path';
const WORKFLOW_COMMAND = new RegExp(`^[^\\S\\n]*:(?=:)|:(?=:(?:${COMMANDS})\\b)|#(?=#\\w*\\[)`, 'gim');

/** Takes the force out of workflow commands in text that goes to the log of a CI job. */
export function neutralizeCommands(text: string): string {
  return text.replace(WORKFLOW_COMMAND, '$& ');
}
