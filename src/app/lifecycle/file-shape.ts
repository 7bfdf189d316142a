import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import { loadUp } from '../../migrations/files/load-migration.js';
import { planFiles } from '../../runner/plan/build-run-plan.js';
import type { InventoryEntry } from '../../runner/plan/plan.js';
import type { PlannedMigration } from '../../runner/plan/run-plan.js';

/** What the files of a migration hold as they are now, whether it is applied or not. */
export interface FileShape extends PlannedMigration {
  readonly hasDown: boolean;
}

/**
 * Reads the up file of a version, judged behind the files before it in `entries`. Null where there is no file, or where
 * one of these cannot be read.
 */
export async function readShape(
  connection: Connection,
  entries: readonly InventoryEntry[],
  version: string,
): Promise<FileShape | null> {
  const place = entries.findIndex((entry) => entry.version === version);
  const file = entries[place]?.file ?? null;
  if (file === null) return null;
  const applied = entries.slice(0, place).flatMap((entry) => entry.file ?? []);
  try {
    const defaultSchema = await readSchema(connection);
    const [shape] = await planFiles(
      { run: [() => loadUp(file)], applied },
      { defaultSchema, direction: 'up' },
    );
    return shape === undefined ? null : { ...shape, hasDown: file.down !== null };
  } catch (error) {
    if (ConfitureError.is(error) && error.code.startsWith('FILES_')) return null;
    throw error;
  }
}

/** Schema that names without one mean. */
async function readSchema(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ schema: string | null }>(
    'select pg_catalog.current_schema() as schema',
  );
  return row?.schema ?? 'public';
}
