import { EXIT } from '../../errors.js';
import { readFolder } from '../../migrations/discover.js';
import { generateMigration } from '../../migrations/generate.js';
import { validateMigrations } from '../../migrations/validate.js';
import { type CheckOutcome, checkView, type Finding } from '../../output/check-view.js';
import { present } from '../../output/present.js';
import type { Verification } from '../../runner/verify.js';
import { type CommandContext, type DatabaseOptions, readSettings, withProject } from '../run-command.js';

/** `migrate generate NAME` */
export async function generate(
  context: CommandContext,
  name: string,
  flags: DatabaseOptions,
): Promise<number> {
  const { migrationsDir, migrationsDirDisplay } = await readSettings(context, flags);
  const made = await generateMigration({
    dir: migrationsDir,
    displayDir: migrationsDirDisplay,
    name,
    now: new Date(),
  });
  context.reporter.result({
    text: () =>
      [
        'Wrote',
        `  ${present(made.up.displayPath)}`,
        `  ${present(made.down.displayPath)}`,
        'Write the change into the first and its undoing into the second, then run `confiture migrate up`.',
      ].join('\n'),
    document: () => ({
      success: true,
      version: made.version,
      name: made.name,
      files: [made.up.displayPath, made.down.displayPath],
    }),
  });
  return EXIT.done;
}

/** `migrate validate`: the files alone, without a database. */
export async function validate(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  const { migrationsDir, migrationsDirDisplay } = await readSettings(context, flags);
  const options = { displayDir: migrationsDirDisplay };
  const findings = await validateMigrations(migrationsDir, options);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const checked = findings.some(({ code }) => code === 'FILES_FOLDER_MISSING')
    ? 0
    : readFolder(migrationsDir, options).migrations.length;
  context.reporter.result({
    text: (look) => checkView({ checked, skipped: 0, findings }, look),
    document: () => ({ success: errors.length === 0, checked, findings }),
  });
  return errors.length > 0 ? EXIT.files : EXIT.done;
}

/** `migrate verify`: checksums and `.verify.sql` of what is applied. */
export function verify(
  context: CommandContext,
  flags: DatabaseOptions & { readonly fix?: boolean },
): Promise<number> {
  return withProject(context, flags, async (project, { migrationsDirDisplay }) => {
    const { verifications } = await project.verify({ fix: flags.fix ?? false });
    const count = (...states: Verification['state'][]) =>
      verifications.filter(({ state }) => states.includes(state)).length;
    context.reporter.result({
      text: (look) => checkView(outcomeOf(verifications, migrationsDirDisplay), look),
      document: () => ({
        success: count('failed', 'changed', 'missing') === 0,
        verified_count: count('verified', 'fixed'),
        failed_count: count('failed', 'changed', 'missing'),
        skipped_count: 0,
        total_applied: verifications.length,
        ledger_present: true,
        results: verifications,
      }),
    });
    if (count('changed', 'missing') > 0) return EXIT.files;
    return count('failed') > 0 ? EXIT.migrationFailed : EXIT.done;
  });
}

const HINTS: Readonly<Partial<Record<Verification['state'], string>>> = {
  changed: 'Restore the file, or accept it as it is now with `confiture migrate verify --fix`.',
  missing: 'Restore the file from version control.',
  failed: 'The database is not as the migration promised: find out what changed it since.',
};

function outcomeOf(verifications: readonly Verification[], dir: string): CheckOutcome {
  const findings = verifications.flatMap(({ name, state, message }): Finding[] => {
    if (message === null) return [];
    const hint = HINTS[state];
    return [
      { severity: 'error', file: `${dir}/${name}.up.sql`, message, ...(hint !== undefined && { hint }) },
    ];
  });
  return { checked: verifications.length, skipped: 0, findings };
}
