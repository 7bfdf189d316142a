import type { EventFact } from '../../events/event.js';
import { recordOf } from '../../outbox/records/outbox-record.js';
import { programNotice } from '../../output/reporters/warnings/program-notice.js';
import { spoolOf, subscribersOf } from './delivery-ports.js';
import { eventMakerOf } from './event-maker-of.js';
import { describeWith, loadProjectHooks, type ProjectContext } from './project-hooks.js';

/**
 * Keeps the event that states `fact` in the spool, for a command that opens no database: the next one that does stores
 * it. Never rejects: that it could not be kept is reported, and changes nothing else.
 */
export async function spoolFact(context: ProjectContext, fact: EventFact): Promise<void> {
  const { settings, reporter } = context;
  try {
    const { outboxHooks } = await loadProjectHooks(context);
    const event = eventMakerOf(settings).make(fact);
    const record = recordOf(event, subscribersOf(context, [...context.builtIn.outboxHooks, ...outboxHooks]));
    if (record !== null) await spoolOf(settings).write(record, null);
  } catch (error) {
    const reason = describeWith(settings)(error);
    reporter.warning(programNotice({ kind: 'event-not-kept', eventType: fact.type, reason }));
  }
}
