import { maskKnownSecrets, maskText } from '../../redaction/redaction.js';
import { migrationId } from '../identifier.js';
import { type ActorData, type ActorFacts, actorData, actorProperties, actorSample } from './actor.js';
import type { CatalogOf, FactOf } from './entry.js';
import { closed, listOf, matching, nullableText, text } from './schema.js';

/** Data of the event about the files of a new migration; no run and no database is known yet. */
export interface CreatedEvents {
  'migration.created': ActorData & {
    readonly migration_id: string;
    readonly migration_name: string;
    readonly migration_version: string;
    readonly migration_title: string | null;
    /** Names of the files, without folders. */
    readonly files: readonly string[];
  };
}

export function migrationCreated(facts: {
  readonly version: string;
  readonly name: string;
  readonly title: string | null;
  readonly files: readonly string[];
  readonly actor: ActorFacts | null;
}): FactOf<CreatedEvents> {
  const data = {
    migration_id: migrationId(facts.version),
    migration_name: maskKnownSecrets(facts.name),
    migration_version: facts.version,
    migration_title: facts.title === null ? null : maskText(facts.title),
    files: facts.files.map((file) => maskKnownSecrets(file)),
    ...actorData(facts.actor),
  };
  return { type: 'migration.created', data };
}

export const createdCatalog: CatalogOf<CreatedEvents> = {
  'migration.created': {
    type: 'migration.created',
    meaning: 'The files of a new migration were written.',
    moment:
      'Kept in the spool file when `migrate generate` has written them, and stored by the next command.',
    outcome: 'neutral',
    incident: 'none',
    mark: '🆕',
    headline: 'Migration created',
    schema: closed({
      migration_id: matching('^mig_'),
      migration_name: text,
      migration_version: text,
      migration_title: nullableText,
      files: listOf(text),
      ...actorProperties,
    }),
    sample: {
      migration_id: 'mig_005',
      migration_name: '005_add_payment_table',
      migration_version: '005',
      migration_title: null,
      files: ['005_add_payment_table.up.sql', '005_add_payment_table.down.sql'],
      ...actorSample,
    },
  },
};
