import { type Certificates, openCertificates } from '../../../app/certificates/certificates.js';
import { sessionSourceOf } from '../../../app/sessions.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';

/** Opens the certificates of a project for `work`, and says which database that is. */
export async function withCertificates(
  context: CommandContext,
  flags: FlagValues,
  work: (certificates: Certificates) => Promise<number>,
): Promise<number> {
  const settings = await readSettings(context, flags);
  const sessions = sessionSourceOf(settings);
  const { signal } = context.processContext;
  sayDatabase(context, settings);
  return work(openCertificates({ settings, sessions, signal }));
}
