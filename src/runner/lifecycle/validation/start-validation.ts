import { hasQueries } from '../../../migrations/queries/has-queries.js';
import { loadQueries } from '../../../migrations/queries/load-queries.js';
import { type StartValidation, Validation, type ValidationContext } from './validation.js';

/** Begins the validations of a run. */
export function createStartValidation(context: Omit<ValidationContext, 'signal'>): StartValidation {
  return async (migration, signal) => {
    if (!hasQueries(migration.file)) return null;
    return new Validation(migration, await loadQueries(migration.file), { ...context, signal });
  };
}
