import { type Check, failedWith, faultOfChecks } from '../../../app/doctor/check.js';
import { examineProject } from '../../../app/doctor/run-doctor.js';
import { doctorDocument } from '../../../app/documents/project.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { doctorView } from '../../../output/views/doctor-view.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, settingsOf } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';

/** `doctor`: exit 0 unless a check failed, else the exit code a run would end in. */
export const doctor: CommandDefinition<FlagValues> = { scope: 'database', run: checkProject };

async function checkProject(context: CommandContext, flags: FlagValues): Promise<number> {
  const checks = await examine(context, flags);
  const fault = faultOfChecks(checks);
  context.reporter.result({
    text: (theme) => doctorView(checks, theme),
    document: () => doctorDocument(checks),
    error: fault,
  });
  return fault?.exitCode ?? EXIT.done;
}

/** Settings that cannot be read are the whole finding: everything else depends on them. */
async function examine(context: CommandContext, flags: FlagValues): Promise<Check[]> {
  const { processContext } = context;
  try {
    const settings = await settingsOf(context, flags);
    return await examineProject(settings, processContext.signal, () => sayDatabase(context, settings));
  } catch (error) {
    processContext.signal.throwIfAborted();
    if (!ConfitureError.is(error)) throw error;
    return [failedWith('configuration', error)];
  }
}
