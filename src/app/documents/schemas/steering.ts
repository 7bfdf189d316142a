import { closed } from '../../../events/catalog/schema.js';
import { RUN_STATES } from '../../../runner/lifecycle/steering/run-state.js';
import {
  about,
  count,
  flag,
  listOf,
  milliseconds,
  name,
  oneOf,
  orNull,
  type Properties,
  text,
  time,
} from './shapes.js';

const id = { type: 'string', pattern: '^run_' };

const run = closed({
  run_id: id,
  environment: text,
  state: oneOf(...RUN_STATES),
  direction: oneOf('up', 'down'),
  queued_at: about('When the API was asked for it; null for a run that a command began.', orNull(time)),
  target: about('The version that the API was asked to stop after.', orNull(text)),
  started_at: time,
  ended_at: orNull(time),
  duration_ms: milliseconds,
  silent_ms: about('Since its last sign of life; null once it has ended.', orNull(milliseconds)),
  actor: about('Who started it.', text),
  actor_source: oneOf('cli', 'ci', 'token'),
  reason: about('Why it was cancelled, as typed, masked.', orNull(text)),
  error: about('Code of the error that it ended with.', orNull(text)),
  host: text,
  process_id: { type: 'integer' },
  backend_pid: about('Its process on the server; null on the embedded database.', orNull(count)),
  version: about('Version of Confiture.', text),
  commit: orNull(text),
  link: about('Page of the CI job.', orNull(text)),
  plan_hash: orNull(text),
  migrations_total: orNull(count),
  migrations_done: count,
  current_migration: orNull(name),
  phase: orNull(text),
  records_processed: about('Rows of the phase that goes on, where it is one of batches.', orNull(count)),
  waiting_for: about(
    'What keeps it from going on.',
    listOf(closed({ kind: oneOf('lock', 'approval', 'pause_when'), detail: text })),
  ),
  pause: about(
    'The pause that it follows, or will at the next safe point.',
    orNull(
      closed({
        actor: text,
        reason: orNull(text),
        all: about('For all runs.', flag),
        requested_at: time,
        since: about('When it stood still.', orNull(time)),
      }),
    ),
  ),
  continues: about('The run before it, which did not complete.', orNull(id)),
  next: about('Command to type next.', orNull(text)),
});

export const runs: readonly Properties[] = [{ runs: listOf(run) }, { run }];

export const steering: Properties = {
  verb: oneOf('pause', 'resume', 'cancel'),
  repeated: about('The same was asked for before; nothing was added.', flag),
  run: about('The run afterwards; null for all runs.', orNull(run)),
};
