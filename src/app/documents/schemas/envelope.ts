import { errorCodes } from '../../../errors.js';
import { closed, type JsonSchema } from '../../../events/catalog/schema.js';
import { about, orNull, type Properties, text } from './shapes.js';

/** The error of every command that failed; `docs/errors.md` lists the codes. */
export const error: JsonSchema = closed({
  severity: { const: 'error' },
  code: { enum: errorCodes },
  message: about('Masked: names stay, values are `***`.', text),
  actionable: about('What to do next.', orNull(text)),
  details: about('Facts that belong to the code.', { type: 'object' }),
  migration: about('Name of the migration concerned.', orNull(text)),
  file: orNull(text),
  line: orNull({ type: 'integer', minimum: 1 }),
  column: orNull({ type: 'integer', minimum: 1 }),
  sqlstate: orNull({ type: 'string', pattern: '^[0-9A-Z]{5}$' }),
  exit_code: about('What the process ends with.', { type: 'integer', minimum: 1, maximum: 255 }),
});

/** The database of a command. */
const database: JsonSchema = orNull(
  closed({
    host: about('With its port; `embedded` for the embedded database.', text),
    name: text,
    source: about('Which setting named it, for instance `CONFITURE_DATABASE_URL`.', text),
  }),
);

/** Documents of a command: what it reports, or its error, or both. `reports` are the kinds of report that it has. */
export function commandSchema(command: string, meaning: string, reports: readonly Properties[]): JsonSchema {
  const head = { command: { const: command }, database };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `confiture ${command} --format json`,
    description: meaning,
    anyOf: [
      ...reports.map((report) => closed({ ok: { const: true }, ...head, ...report })),
      closed({ ok: { const: false }, ...head, error }),
      ...reports.map((report) => closed({ ok: { const: false }, ...head, error, ...report })),
    ],
  };
}

/** The document of a command line that names no command. */
export const usageSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'confiture --format json',
  description: 'A command line that names no command or cannot be read.',
  ...closed({ ok: { const: false }, command: { type: 'null' }, database: { type: 'null' }, error }),
};
