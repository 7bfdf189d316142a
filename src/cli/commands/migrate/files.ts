import { generateDocument, validateDocument, verifyDocument } from '../../../app/documents/files.js';
import { EXIT } from '../../../errors.js';
import { asError, faultOfFindings } from '../../../migrations/analysis/finding.js';
import { validateMigrations } from '../../../migrations/analysis/validate.js';
import { generateMigration } from '../../../migrations/files/generate.js';
import { readFolder } from '../../../migrations/folder/discover.js';
import { folderOptionsOf } from '../../../migrations/folder/folder-options.js';
import { displayText } from '../../../output/terminal/display-text.js';
import { type CheckOutcome, checkView, type Finding } from '../../../output/views/check-view.js';
import { faultOfVerify, VERIFY_HINTS, type Verification } from '../../../runner/verify.js';
import { type CommandContext, type DatabaseOptions, readSettings, withProject } from '../../run-command.js';

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
        `  ${displayText(made.up.displayPath)}`,
        `  ${displayText(made.down.displayPath)}`,
        'Write the change into the first and its undoing into the second, then run `confiture migrate up`.',
      ].join('\n'),
    document: () => generateDocument(made),
  });
  return EXIT.done;
}

/** `migrate validate`: the files alone, without a database. */
export async function validate(
  context: CommandContext,
  flags: DatabaseOptions & { readonly strict?: boolean },
): Promise<number> {
  const settings = await readSettings(context, flags);
  const { migrationsDir } = settings;
  const options = folderOptionsOf(settings);
  const found = await validateMigrations(migrationsDir, options);
  const findings = flags.strict ? found.map(asError) : found;
  const fault = faultOfFindings(findings);
  const checked = findings.some(({ code }) => code === 'FILES_FOLDER_MISSING')
    ? 0
    : readFolder(migrationsDir, options).migrations.length;
  context.reporter.result({
    text: (theme) => checkView({ checked, skipped: 0, findings }, theme),
    document: () => validateDocument(checked, findings),
    error: fault,
    findings,
  });
  return fault?.exitCode ?? EXIT.done;
}

/** `migrate verify`: checksums and `.verify.sql` of what is applied. */
export function verify(
  context: CommandContext,
  flags: DatabaseOptions & { readonly fix?: boolean },
): Promise<number> {
  return withProject(context, flags, async (project, { migrationsDirDisplay }) => {
    const result = await project.verify({ fix: flags.fix ?? false });
    const fault = faultOfVerify(result);
    const outcome = outcomeOf(result.verifications, migrationsDirDisplay);
    context.reporter.result({
      findings: outcome.findings,
      text: (theme) => checkView(outcome, theme),
      document: () => verifyDocument(result),
      error: fault,
    });
    return fault?.exitCode ?? EXIT.done;
  });
}

function outcomeOf(verifications: readonly Verification[], dir: string): CheckOutcome {
  const findings = verifications.flatMap(({ name, state, message }): Finding[] => {
    if (message === null || state === 'verified' || state === 'fixed') return [];
    return [{ severity: 'error', file: `${dir}/${name}.up.sql`, message, hint: VERIFY_HINTS[state] }];
  });
  const accepted = verifications.filter(({ state }) => state === 'fixed').map(({ name }) => name);
  return { checked: verifications.length, skipped: 0, findings, accepted };
}
