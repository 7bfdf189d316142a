import { isUnchanged } from '../../migrations/files/load-migration.js';
import { discoverMigrations, type MigrationFile } from '../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../migrations/folder/folder-options.js';
import { type InventoryEntry, takeInventory } from '../plan/plan.js';
import type { RunnerPorts, RunSettings } from '../ports.js';

/** Version of the grammar that files are checked by where there is no server to ask, as in `server_version_num`. */
export const GRAMMAR_VERSION = 180_000;

/** Name of the database that every embedded one has. */
export const EMBEDDED_DATABASE = 'postgres';

/** State of an embedded database that is not there yet: reading must not make it. */
export interface UnmadeSession {
  readonly files: readonly MigrationFile[];
  readonly inventory: readonly InventoryEntry[];
}

/** Reads the files, and says that the database of the project is not made yet. */
export function openUnmade({ emit }: Pick<RunnerPorts, 'emit'>, settings: RunSettings): UnmadeSession {
  const { version, environment, databaseSource: source } = settings;
  const database = { host: 'embedded', name: EMBEDDED_DATABASE };
  emit({ type: 'run.opened', version, environment, database, source, embedded: true, unmade: true });
  const { migrations: files } = discoverMigrations(settings.migrationsDir, folderOptionsOf(settings));
  return { files, inventory: takeInventory(files, [], isUnchanged) };
}
