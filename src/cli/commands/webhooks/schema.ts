import { eventSchemaDocument, eventTypesDocument } from '../../../app/documents/project.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { catalog } from '../../../events/catalog.js';
import type { EventType } from '../../../events/event.js';
import { eventSchema } from '../../../events/event-schema.js';
import { checkEventType, eventTypes } from '../../../events/patterns.js';
import { drawTable } from '../../../output/terminal/table.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';

/** `webhooks schema [TYPE]`: the list of types, or the JSON Schema of one. */
export const schema: CommandDefinition = { run: (context, _flags, type) => describeEvents(context, type) };

async function describeEvents({ reporter }: CommandContext, type: string | undefined): Promise<number> {
  if (type === undefined) {
    reporter.result({
      text: (theme) => drawTable([{ title: 'type' }, { title: 'emitted for' }], typeRows(), theme).join('\n'),
      document: () => eventTypesDocument(eventTypes),
    });
    return EXIT.done;
  }
  const document = eventSchema(knownType(type));
  reporter.result({
    text: () => JSON.stringify(document, null, 2),
    document: () => eventSchemaDocument(type, document),
  });
  return EXIT.done;
}

/** Throws FLAG_INVALID with the nearest type for one that does not exist. */
export function knownType(type: string): EventType {
  const fault = checkEventType(type);
  if (fault === undefined) return type as EventType;
  throw new ConfitureError('FLAG_INVALID', `${fault.message}`, {
    hint: '`confiture webhooks schema` lists the types.',
  });
}

function typeRows(): string[][] {
  return eventTypes.map((type) => [type, catalog[type].meaning]);
}
