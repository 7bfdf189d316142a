import { closed } from '../../../events/catalog/schema.js';
import {
  about,
  count,
  flag,
  listOf,
  migration,
  name,
  oneOf,
  orNull,
  type Properties,
  text,
  version,
} from './shapes.js';

const place = orNull({ type: 'integer', minimum: 1 });

export const generate: Properties = { version, name, files: about('What was written.', listOf(text)) };

export const validate: Properties = {
  checked: about('Migrations.', count),
  findings: listOf(
    closed({
      severity: oneOf('error', 'warning'),
      code: text,
      file: text,
      line: place,
      column: place,
      message: text,
      hint: text,
    }),
  ),
};

export const verify: Properties = {
  verified_count: about('Whose `.verify.sql` returned true, and accepted changes.', count),
  failed_count: about('Whose check failed, or whose file is changed or missing.', count),
  skipped_count: about('Unchanged, with no `.verify.sql` to ask.', count),
  total_applied: count,
  ledger_present: about('True; without a ledger the command fails.', flag),
  accepted: about('Changed files whose checksums `--fix` recorded.', listOf(migration)),
  results: listOf(
    closed({
      version,
      name,
      status: about('What the Python tool calls it.', oneOf('verified', 'failed', 'no_file')),
      state: oneOf('verified', 'failed', 'changed', 'missing', 'fixed'),
      error: about('Why it is not in order.', orNull(text)),
      verify_file: orNull(text),
    }),
  ),
};
