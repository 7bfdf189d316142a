import type { ConfitureError } from '../errors.js';
import { asError, type Finding, faultOfFindings } from '../migrations/analysis/finding.js';
import { validateMigrations } from '../migrations/analysis/validate.js';
import { readFolder } from '../migrations/folder/discover.js';
import { folderOptionsOf } from '../migrations/folder/folder-options.js';
import type { Settings } from './settings.js';

/** What the migration files are like, without a database. */
export interface ValidateResult {
  /** Number of migrations. */
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** The first of the errors; null where there are only warnings. */
  readonly fault: ConfitureError | null;
}

/** Checks the files of a project; `strict` turns warnings into errors. */
export async function validateFiles(
  settings: Settings,
  { strict = false }: { readonly strict?: boolean } = {},
): Promise<ValidateResult> {
  const options = folderOptionsOf(settings);
  const found = await validateMigrations(settings.migrationsDir, options);
  const findings = strict ? found.map(asError) : found;
  const isThere = !findings.some(({ code }) => code === 'FILES_FOLDER_MISSING');
  const checked = isThere ? readFolder(settings.migrationsDir, options).migrations.length : 0;
  return { checked, findings, fault: faultOfFindings(findings) };
}
