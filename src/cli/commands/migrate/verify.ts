import { verifyDocument } from '../../../app/documents/files.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { type CheckOutcome, checkView, type Finding } from '../../../output/views/check-view.js';
import { faultOfVerify, VERIFY_HINTS, type VerifyRun } from '../../../runner/verify.js';
import type { CommandDefinition } from '../../command.js';
import { serverWords } from '../../failure-context.js';
import { type CommandContext, withProject } from '../../run-command.js';

interface VerifyFlags extends FlagValues {
  readonly fix?: boolean;
}

/** `migrate verify`: checksums and `.verify.sql` of applied migrations. */
export const verify: CommandDefinition<VerifyFlags> = {
  scope: 'lock',
  flags: (command) => command.option('--fix', 'accept changed files: record their present checksums'),
  run: verifyApplied,
};

function verifyApplied(context: CommandContext, flags: VerifyFlags): Promise<number> {
  return withProject(context, flags, async (project, { migrationsDirDisplay }) => {
    const result = await project.verify({ fix: flags.fix ?? false });
    const fault = faultOfVerify(result);
    const outcome = outcomeOf(result, migrationsDirDisplay);
    context.reporter.result({
      findings: outcome.findings,
      text: (theme, audience) => checkView(outcome, theme, audience),
      document: () => verifyDocument(result),
      error: fault,
    });
    return fault?.exitCode ?? EXIT.done;
  });
}

function outcomeOf({ verifications, refusals }: VerifyRun, dir: string): CheckOutcome {
  const findings = verifications.flatMap(({ version, name, state, message }): Finding[] => {
    if (message === null || state === 'verified' || state === 'fixed') return [];
    const refusal = refusals.get(version);
    const finding = { file: `${dir}/${name}.up.sql`, message, hint: VERIFY_HINTS[state] };
    return [{ severity: 'error', ...finding, ...(refusal && { server: serverWords(refusal) }) }];
  });
  const accepted = verifications.filter(({ state }) => state === 'fixed').map(({ name }) => name);
  return { checked: verifications.length, skipped: 0, findings, accepted };
}
