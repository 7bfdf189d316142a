import type { QueryLimits } from './queries/ask-query.js';

export interface ValidationSettings extends QueryLimits {
  /** What becomes of a migration that is not valid. */
  readonly onFailure: 'rollback' | 'keep';
}
