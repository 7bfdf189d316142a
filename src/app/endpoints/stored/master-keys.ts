import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MASTER_KEY_VARIABLE, type MasterKeySource } from '../../../config/master-key.js';
import { makeSecretFile } from '../../../config/secret-file.js';
import { MASTER_KEY_BYTES, type MasterKey, parseMasterKeys } from '../../../endpoints/stored/master-key.js';
import { ConfitureError } from '../../../errors.js';
import type { Settings } from '../../settings.js';

type KeySettings = Pick<Settings, 'masterKey' | 'environment'>;

/** Keys of this process, the one that seals first. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

const HOW = `\`openssl rand -base64 ${MASTER_KEY_BYTES}\` makes one: keep it safe, and give every process that makes endpoints or sends to them the same ${MASTER_KEY_VARIABLE}.`;

/**
 * The keys of the settings; in environment `local` one is made where there is none.
 * @throws MASTER_KEY_MISSING, MASTER_KEY_INVALID
 */
export function requireMasterKeys({ masterKey, environment }: KeySettings): MasterKeys {
  if (masterKey === null)
    throw new ConfitureError(
      'MASTER_KEY_MISSING',
      `endpoints of the database need ${MASTER_KEY_VARIABLE}, and it is not set in environment ${environment}`,
      { hint: HOW },
    );
  const keys = parseMasterKeys(textOf(masterKey, true) ?? '');
  const [first, ...others] = keys ?? [];
  if (first === undefined) throw invalid(masterKey, 'holds no keys of 32 bytes in base64 or hexadecimal');
  return [first, ...others];
}

/** The keys that are there, for what only sends. Never throws, and makes none. */
export function keysAtHand({ masterKey }: Pick<KeySettings, 'masterKey'>): readonly MasterKey[] {
  try {
    return parseMasterKeys((masterKey && textOf(masterKey, false)) ?? '') ?? [];
  } catch (error) {
    if (ConfitureError.is(error)) return [];
    throw error;
  }
}

/** Null for a file that is not there and is not to be made. */
function textOf(source: MasterKeySource, mayMake: boolean): string | null {
  if (source.kind === 'text') return source.text;
  try {
    return readFileSync(source.path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw invalid(source, `cannot be read (${code ?? 'unknown reason'})`);
    return mayMake ? made(source) : null;
  }
}

function made(source: MasterKeySource & { readonly kind: 'file' }): string {
  try {
    return makeSecretFile(source.path, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`).text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(source, `cannot be made (${code ?? 'unknown reason'})`);
  }
}

function invalid({ name }: MasterKeySource, fault: string): ConfitureError {
  return new ConfitureError('MASTER_KEY_INVALID', `the key of stored endpoints, ${name}, ${fault}`, {
    hint: HOW,
  });
}
