import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseTarget } from '../../database-target.js';

/** True for an embedded database that has not been made yet, so that there is nothing in it to read. */
export function isUnmade(target: DatabaseTarget): boolean {
  return target.kind === 'embedded' && !existsSync(path.join(target.directory, 'PG_VERSION'));
}
