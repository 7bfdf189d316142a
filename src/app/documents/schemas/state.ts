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
  time,
  version,
} from './shapes.js';

const states = oneOf('applied', 'pending', 'out_of_order', 'changed', 'missing', 'interrupted');

export const status: Properties = {
  tracking_table: about('As it is configured.', text),
  resolved_table: about('As it was found; null before the first run.', orNull(text)),
  applied: listOf(migration),
  pending: listOf(migration),
  interrupted: about(
    'Files that were cut off outside of a transaction, or between two phases.',
    listOf(migration),
  ),
  current: about('Version of the newest applied migration.', orNull(text)),
  total: count,
  migrations: listOf(
    closed({
      version,
      name,
      title: about('From the head comment of its file; null without one.', orNull(text)),
      status: about('What the Python tool tells apart.', oneOf('applied', 'pending')),
      state: states,
      phase: about(
        'The phase that an interrupted file goes on with, and its place among those of the file.',
        orNull(closed({ name: text, number: count, total: count })),
      ),
      applied_at: orNull(time),
    }),
  ),
  summary: closed({ applied: count, pending: count, changed: count, total: count }),
  warnings: about('Of the files, for instance that one holds no statement.', listOf(text)),
  hints: about('Commands that would go on from here.', listOf(text)),
};

export const current: Properties = {
  revision: about('Version of the newest applied migration.', orNull(text)),
  name: orNull(name),
  applied_at: orNull(time),
  checksum: orNull({ type: 'string', pattern: '^[0-9a-f]{64}$' }),
};

export const baseline: Properties = {
  marked: about('Marked as applied now, or that would be.', listOf(migration)),
  already_applied: listOf(migration),
  dry_run: flag,
};

export const resolve: Properties = {
  version,
  name,
  direction: oneOf('up', 'down'),
  decision: oneOf('done', 'again', 'applied', 'forget'),
  finished: about('Statements of the file that count as done.', count),
  total: count,
};
