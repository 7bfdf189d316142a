import path from 'node:path';
import { migrationOf } from '../../events/event-subject.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { Subscribers } from '../../outbox/records/outbox-record.js';
import { openSpool, type Spool } from '../../outbox/run/spool.js';
import { createEndpointEvent, type EndpointEvent } from '../../outbox/worker/endpoint-event.js';
import type { WorkerWatch } from '../../outbox/worker/worker-options.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import { maskText } from '../../redaction/redaction.js';
import type { Settings } from '../settings.js';
import { eventMakerOf } from './event-maker-of.js';
import { describeWith, type ProjectContext } from './project-hooks.js';

/** Relative to the project. */
export const SPOOL_FOLDER = '.confiture/spool';

/** Where events are kept while there is no database. */
export function spoolOf({ projectDir }: Settings): Spool {
  return openSpool(path.join(projectDir, SPOOL_FOLDER));
}

/** Makes the event that is stored when an endpoint fails, recovers or is switched off. */
export function endpointEventOf(settings: Settings): EndpointEvent {
  return createEndpointEvent(eventMakerOf(settings), (text) => maskText(text, settings.redact));
}

/** The hooks that are asked for messages; the reporter is told of one that could not make any. */
export function subscribersOf(
  { settings, reporter }: Pick<ProjectContext, 'settings' | 'reporter'>,
  hooks: readonly OutboxHook[],
): Subscribers {
  const describe = describeWith(settings);
  return {
    hooks,
    onFault: (hook, error) =>
      reporter.emit({ type: 'hook.failed', hook, phase: null, message: describe(error) }),
  };
}

/** A watch that emits what it sees. */
export function watchWith(reporter: Reporter, describe: (thrown: unknown) => string): WorkerWatch {
  return {
    attempt({ delivery: { message, event }, result, durationMs }) {
      const ok = result.kind === 'done';
      reporter.emit({
        type: 'delivery.finished',
        endpoint: message.endpoint,
        eventType: event.type,
        migration: migrationOf(event)?.migration_name ?? null,
        outcome: `${result.text} in ${durationMs} ms`,
        ok,
      });
    },
    endpointChanged: ({ change, endpoint, reason }) => {
      if (change === 'disabled') reporter.emit({ type: 'endpoint.disabled', endpoint, reason });
    },
    databaseError: (error) => reporter.emit({ type: 'outbox.unavailable', message: describe(error) }),
    rejected: ({ record, reason }) => reporter.emit({ type: 'record.rejected', record, reason }),
  };
}
