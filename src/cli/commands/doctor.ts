import { examineProject } from '../../doctor.js';
import { ConfitureError } from '../../errors.js';
import { doctorView } from '../../output/doctor-view.js';
import { type Check, exitCodeOfChecks, failedWith } from '../../runner/doctor-check.js';
import { type CommandContext, type DatabaseOptions, settingsOf } from '../run-command.js';

/** `doctor`: exit 0 unless a check failed, else the exit code a run would end in. */
export async function doctor(context: CommandContext, flags: DatabaseOptions): Promise<number> {
  const checks = await examine(context, flags);
  const exitCode = exitCodeOfChecks(checks);
  const count = (verdict: Check['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  context.reporter.result({
    text: (look) => doctorView(checks, look),
    document: () => ({
      success: exitCode === 0,
      exit_code: exitCode,
      checks,
      summary: { ok: count('ok'), warning: count('warning'), failed: count('failed') },
    }),
  });
  return exitCode;
}

/** Settings that cannot be read are the whole finding: everything else depends on them. */
async function examine(context: CommandContext, flags: DatabaseOptions): Promise<Check[]> {
  const { world } = context;
  try {
    return await examineProject(await settingsOf(context, flags), world.signal);
  } catch (error) {
    world.signal.throwIfAborted();
    if (!ConfitureError.is(error)) throw error;
    return [failedWith('configuration', error)];
  }
}
