import type { Node } from 'libpg-query';
import { type Assessment, combined, unclassified } from './assessment.js';
import { alterTable } from './commands/alter-table/alter-table.js';
import { copying } from './commands/copy.js';
import { createTable } from './commands/create-table.js';
import { definitions } from './commands/definitions.js';
import { drops } from './commands/drop.js';
import { indexes } from './commands/indexes.js';
import { maintenance } from './commands/maintenance.js';
import { assessPlain, plainCommands } from './commands/plain-commands.js';
import { queries } from './commands/queries.js';
import { renames } from './commands/rename.js';
import { rows } from './commands/rows.js';
import type { Handlers, NodeKind } from './handlers.js';
import type { KnownObjects } from './known-objects.js';

const handlers: Handlers = {
  ...alterTable,
  ...copying,
  ...createTable,
  ...definitions,
  ...drops,
  ...indexes,
  ...maintenance,
  ...plainCommands,
  ...queries,
  ...renames,
  ...rows,
};

/**
 * What a parsed statement does to the database. `known` holds what the statements before it made, and learns what this
 * one makes. A statement that is not known is unclassified, never harmless.
 */
export function assessStatement(node: Node, known: KnownObjects): Assessment {
  const [kind] = Object.keys(node) as NodeKind[];
  if (kind === undefined) return unclassified('unknown');
  const handler = handlers[kind] as ((statement: unknown, known: KnownObjects) => Assessment) | undefined;
  if (handler === undefined) return assessPlain(kind) ?? unclassified('unknown');
  const assessed = handler((node as unknown as Record<string, unknown>)[kind], known);
  return kind === 'CreateSchemaStmt'
    ? combined(assessed.command, [assessed, ...elementsOf(node, known)])
    : assessed;
}

/** Statements inside of CREATE SCHEMA, whose names are of that schema. */
function elementsOf(node: Node, known: KnownObjects): Assessment[] {
  if (!('CreateSchemaStmt' in node)) return [];
  const { schemaname, authrole, schemaElts = [] } = node.CreateSchemaStmt;
  const schema = schemaname ?? authrole?.rolename ?? '';
  return known.within(schema, () => schemaElts.map((element) => assessStatement(element, known)));
}
