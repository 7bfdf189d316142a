import { closed } from '../../../events/catalog/schema.js';
import { error } from './envelope.js';
import {
  about,
  count,
  endpoint,
  eventType,
  finishedMigration,
  flag,
  listOf,
  migration,
  milliseconds,
  name,
  oneOf,
  orNull,
  type Properties,
  text,
  version,
} from './shapes.js';

const undelivered = listOf(
  closed({ endpoint, event: eventType, migration: orNull(name), state: oneOf('waiting', 'failed') }),
);

const run: Properties = {
  success: about('The same as `ok`; scripts for the Python tool read it.', flag),
  run_id: { type: 'string', pattern: '^run_' },
  unknown: about(
    'May have taken effect or not: the answer was lost, and the ledger could not be asked.',
    listOf(migration),
  ),
  errors: about('The error, or nothing.', listOf(error)),
  total_duration_ms: milliseconds,
  dry_run: about('Nothing was done: `planned` says what would be.', flag),
  undelivered: about('What this run has to tell that has not arrived.', undelivered),
};

export const up: Properties = {
  ...run,
  applied: about('By this run, in order.', listOf(finishedMigration)),
  pending: about('Still to be applied, also beyond `--target` and `--steps`.', listOf(migration)),
  planned: about(
    'What the run set out to apply, in order.',
    listOf(
      closed({
        version,
        name,
        transactional: about('False where statements run one by one, outside of a transaction.', flag),
        reason: about('Why they do, for instance `COMMIT (line 3)`; null where they do not.', orNull(text)),
      }),
    ),
  ),
  warnings: listOf(text),
  current: about('Version of the newest applied migration.', orNull(text)),
  checksums_verified: about('No applied file was changed; where one is, the command fails.', flag),
  retries: about('Repetitions after a lock time-out, deadlock or serialization failure.', count),
};

export const down: Properties = {
  ...run,
  from: about('Version of the newest applied migration before the run.', orNull(text)),
  to: about('The same after it.', orNull(text)),
  rolled_back: about('By this run, newest first.', listOf(finishedMigration)),
  planned: about('What the run set out to roll back, newest first.', listOf(migration)),
};
