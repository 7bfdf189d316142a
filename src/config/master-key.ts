import { resolve } from 'node:path';
import { type EnvironmentView, variableOf } from './environment.js';

/** Where the keys come from that seal stored endpoints. */
export type MasterKeySource =
  /** Secret. */
  | { readonly kind: 'text'; readonly text: string; readonly name: string }
  /** Made where there is none. */
  | { readonly kind: 'file'; readonly path: string; readonly name: string };

export const MASTER_KEY_VARIABLE = 'CONFITURE_MASTER_KEY';

/** Relative to the project. */
const MADE_FILE = '.confiture/master-key';

/**
 * CONFITURE_MASTER_KEY; without it a file in environment `local`, outside of CI. Elsewhere null: a key that one machine
 * made for itself would leave endpoints behind that no other can use.
 */
export function masterKeySource(
  view: EnvironmentView,
  { projectDir, isLocal }: { readonly projectDir: string; readonly isLocal: boolean },
): MasterKeySource | null {
  const text = variableOf(view, MASTER_KEY_VARIABLE);
  if (text !== undefined) return { kind: 'text', text, name: MASTER_KEY_VARIABLE };
  return isLocal ? { kind: 'file', path: resolve(projectDir, MADE_FILE), name: MADE_FILE } : null;
}
