import { nearest } from '../../text/nearest.js';
import { looksLikeSql } from './looks-like-sql.js';

/** What a file is to a migration. */
export type FileRole = 'up' | 'down' | 'verify' | 'invariant';

/** What the name of a directory entry says. Entries that are none of Confiture's business are `ignored`. */
export type FileName =
  | { readonly kind: 'migration'; readonly role: FileRole; readonly version: string; readonly name: string }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'invalid'; readonly reason: string; readonly hint: string };

/** Size of the ledger's `version` and `name` columns, in characters. */
const LEDGER_WIDTH = 255;

const ROLES: readonly FileRole[] = ['up', 'down', 'verify', 'invariant'];

const ROLE_SUFFIX = /^(.*)\.(up|down|verify|invariant)\.sql$/su;

/** Control characters, and the bidirectional ones that make a name look like another. */
const HIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Reads `005_add_payment_table.up.sql` as version `005`, name `005_add_payment_table`, role `up`. */
export function parseFileName(fileName: string): FileName {
  if (!looksLikeSql(fileName)) return { kind: 'ignored' };
  if (HIDDEN.test(fileName)) {
    return invalid('holds a control character', 'Rename the file without control characters.');
  }
  if (fileName.includes('\ufffd')) {
    return invalid('is not valid UTF-8', 'Rename the file; the name has to be UTF-8.');
  }
  const match = ROLE_SUFFIX.exec(fileName);
  if (match === null) return invalid(...misnamed(fileName));
  const [, name = '', role] = match;
  return parseStem(name, role as FileRole);
}

/** The fault in the end of a name, and the end that it should have. */
function misnamed(fileName: string): [reason: string, hint: string] {
  const [, stem = '', ending = ''] = /^(.*?)((?:\.[a-z]+)*\s*)$/isu.exec(fileName) ?? [];
  const given = ending
    .trim()
    .split('.')
    .find((part) => part !== '' && !/^p?g?sql$|^ddl$/i.test(part));
  const role = given === undefined ? 'up' : (nearest(given.toLowerCase(), ROLES) ?? 'up');
  return [
    'does not end in .up.sql, .down.sql, .verify.sql or .invariant.sql',
    `Rename it to ${printableName(stem)}.${role}.sql.`,
  ];
}

function parseStem(name: string, role: FileRole): FileName {
  const separator = name.indexOf('_');
  const example = `Name it like 005_add_payment_table.${role}.sql.`;
  if (separator === -1) return invalid('has no "_" between version and description', example);
  if (separator === 0) return invalid('has no version before the first "_"', example);
  if (separator === name.length - 1) return invalid('has no description after the version', example);
  const version = name.slice(0, separator);
  if (/\s/u.test(version)) return invalid('has white space in its version', example);
  if ([...name].length > LEDGER_WIDTH) {
    return invalid(`is longer than ${LEDGER_WIDTH} characters`, 'Shorten the description.');
  }
  return { kind: 'migration', role, version, name };
}

function invalid(reason: string, hint: string): FileName {
  return { kind: 'invalid', reason, hint };
}

/** `fileName` for a message: what would be invisible or would disturb a terminal is escaped. */
export function printableName(fileName: string): string {
  if (!HIDDEN.test(fileName)) return fileName;
  return fileName.replace(
    new RegExp(HIDDEN.source, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
