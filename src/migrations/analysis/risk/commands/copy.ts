import type { CopyStmt } from 'libpg-query';
import { type Assessment, assessment, unclassified } from '../assessment.js';
import { unknownCallIn } from '../expressions.js';
import type { Handlers } from '../handlers.js';
import type { KnownObjects } from '../known-objects.js';
import { assessQuery } from './queries.js';
import { writes } from './rows.js';

/** COPY in both directions; a program that it starts may do anything. */
export const copying = { CopyStmt: copy } satisfies Handlers;

function copy(
  { relation, query, is_from, is_program, whereClause }: CopyStmt,
  known: KnownObjects,
): Assessment {
  if (is_program) return unclassified('COPY PROGRAM');
  if (query !== undefined) return assessQuery(query, known, 'COPY');
  const unknown = unknownCallIn(whereClause);
  if (unknown !== null) return unclassified('COPY', unknown);
  if (!is_from || relation === undefined) return assessment('COPY', 'additive');
  return assessment('COPY', 'additive', { locks: writes(relation, known) });
}
