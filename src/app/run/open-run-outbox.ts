import type { Connection } from '../../database/connection.js';
import { migrationOf } from '../../events/event-subject.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { RunOutbox } from '../../outbox/run/run-outbox.js';
import { refreshWith } from '../endpoints/stored/refresh.js';
import { endpointEventOf, SPOOL_FOLDER, spoolOf, subscribersOf, watchWith } from './delivery-ports.js';
import { warnOfManyMessages } from './many-messages.js';
import { describeWith, type ProjectContext } from './project-hooks.js';

/** The outbox of one run. Its engine is loaded here, so that a run without outbox hooks does not pay for it. */
export async function openRunOutbox(
  { settings, reporter, builtIn }: ProjectContext,
  hooks: readonly OutboxHook[],
  connectBeside: (signal: AbortSignal) => Promise<Connection>,
): Promise<RunOutbox> {
  const { RunOutbox } = await import('../../outbox/run/run-outbox.js');
  const describe = describeWith(settings);
  return new RunOutbox({
    connectBeside,
    ...subscribersOf({ settings, reporter }, hooks),
    spool: spoolOf(settings),
    scope: settings,
    drainTimeoutMs: settings.drainTimeoutMs,
    now: Date.now,
    random: Math.random,
    describe,
    watch: watchWith(reporter, describe),
    endpointEvent: endpointEventOf(settings),
    refreshEndpoints: refreshWith(builtIn.stored, reporter.warning),
    onMade: (messages) => warnOfManyMessages(settings, messages, reporter),
    onDraining: (own, drainTimeoutMs) =>
      reporter.emit({
        type: 'deliveries.draining',
        pending: own.pending,
        drainTimeoutMs,
        waitingFor: () => own.waitingFor(),
      }),
    onSpooled: ({ event }, error) =>
      reporter.emit({
        type: 'event.spooled',
        eventType: event.type,
        folder: SPOOL_FOLDER,
        message: describe(error),
      }),
    onUnstored: ({ event, deliveries }, { database, spool }) =>
      reporter.emit({
        type: 'event.lost',
        eventType: event.type,
        migration: migrationOf(event)?.migration_name ?? null,
        endpoints: deliveries.map(({ message }) => message.endpoint),
        folder: SPOOL_FOLDER,
        databaseMessage: describe(database),
        folderMessage: describe(spool),
      }),
  });
}
