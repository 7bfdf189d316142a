import { ConfitureError } from '../../errors.js';
import { readMigration } from '../files/read-file.js';
import type { FilePath } from '../folder/migration-file.js';
import { scan } from '../parser/scan.js';
import { holdsStatement } from './holds-statement.js';

/** True for a file without a statement that does not say it is meant so; false also for one that cannot be read. */
export function isEmptyUnsaid(file: FilePath): boolean {
  try {
    const { text } = readMigration(file);
    return !holdsStatement(text) && !scan(text).directives.has('empty');
  } catch (error) {
    if (ConfitureError.is(error)) return false;
    throw error;
  }
}
