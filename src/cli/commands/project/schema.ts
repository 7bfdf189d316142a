import { commandsDocument, schemaDocument } from '../../../app/documents/project.js';
import { commandDocuments } from '../../../app/documents/schemas/catalog.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { drawTable } from '../../../output/terminal/table.js';
import { nearest } from '../../../text/nearest.js';
import type { CommandDefinition } from '../../command.js';
import type { CommandContext } from '../../run-command.js';

/** `schema [COMMAND]`: the commands, or the JSON Schema of what one prints with `--format json`. */
export const schema: CommandDefinition = {
  run: (context, _flags, ...words) => describeDocuments(context, words),
};

async function describeDocuments({ reporter }: CommandContext, words: readonly string[]): Promise<number> {
  const command = words.join(' ');
  if (command === '') {
    const commands = Object.entries(commandDocuments).map(([command, { meaning }]) => ({ command, meaning }));
    const rows = commands.map(({ command, meaning }) => [command, meaning]);
    reporter.result({
      text: (theme) =>
        drawTable([{ title: 'command' }, { title: 'its JSON document' }], rows, theme).join('\n'),
      document: () => commandsDocument(commands),
    });
    return EXIT.done;
  }
  const found = commandDocuments[command];
  if (!found) throw unknownCommand(command);
  reporter.result({
    text: () => JSON.stringify(found.schema, null, 2),
    document: () => schemaDocument(found.schema),
  });
  return EXIT.done;
}

function unknownCommand(command: string): ConfitureError {
  const guess = nearest(command, Object.keys(commandDocuments));
  return new ConfitureError('FLAG_INVALID', `there is no command ${JSON.stringify(command)}`, {
    hint: `${guess === undefined ? '' : `Did you mean "${guess}"? `}\`confiture schema\` lists the commands.`,
  });
}
