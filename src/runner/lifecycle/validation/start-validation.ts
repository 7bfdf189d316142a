import { hasQueries } from '../../../migrations/queries/has-queries.js';
import { filesOf, loadQueries, type QueryFile } from '../../../migrations/queries/load-queries.js';
import { type StartValidation, Validation, type ValidationContext } from './validation.js';

/** Begins the validations of a run. `asChecked` throws where a file is not as it was when the run checked it. */
export function createStartValidation(
  context: Omit<ValidationContext, 'signal'>,
  asChecked: (file: QueryFile) => QueryFile,
): StartValidation {
  return async (migration, signal) => {
    if (!hasQueries(migration.file)) return null;
    const queries = await loadQueries(migration.file);
    filesOf(queries).forEach(asChecked);
    return new Validation(migration, queries, { ...context, signal });
  };
}
