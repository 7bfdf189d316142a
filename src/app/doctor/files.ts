import { validateMigrations } from '../../migrations/analysis/validate.js';
import { readFolder } from '../../migrations/folder/discover.js';
import { type FolderSettings, folderOptionsOf } from '../../migrations/folder/folder-options.js';
import { type Check, failed, ok, warning } from './check.js';

export interface MigrationsFolder extends FolderSettings {
  readonly migrationsDir: string;
}

/** What `migrate validate` finds, in short. */
export async function checkFiles(settings: MigrationsFolder): Promise<Check> {
  const { migrationsDir, migrationsDirDisplay } = settings;
  const folder = folderOptionsOf(settings);
  const findings = await validateMigrations(migrationsDir, folder);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first?.code === 'FILES_FOLDER_MISSING')
    return failed('files', 'FILES_FOLDER_MISSING', first.message, first.hint || null);
  const count = readFolder(migrationsDir, folder).migrations.length;
  const counts = `${count} in ${migrationsDirDisplay}`;
  const hint = '`confiture migrate validate` lists them.';
  if (first)
    return failed(
      'files',
      'FILES_SYNTAX',
      `${counts}, errors: ${errors.length}; ${first.file}: ${first.message}`,
      hint,
    );
  if (findings.length > 0) return warning('files', `${counts}, warnings: ${findings.length}`, hint);
  return ok('files', counts);
}
