import { type Certificates, openCertificates } from '../../../app/certificates/certificates.js';
import { sessionSourceOf } from '../../../app/sessions.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { type CommandContext, readSettings } from '../../run-command.js';
import { sayDatabase } from '../../with-deliveries.js';

/**
 * Opens the certificates of a project for `work`, and says which database that is, but where stdout is to hold nothing
 * else than the result.
 */
export async function withCertificates(
  context: CommandContext,
  flags: FlagValues,
  work: (certificates: Certificates) => Promise<number>,
  { saysDatabase = true }: { readonly saysDatabase?: boolean } = {},
): Promise<number> {
  const settings = await readSettings(context, flags);
  const sessions = sessionSourceOf(settings);
  const { signal } = context.processContext;
  if (saysDatabase) sayDatabase(context, settings);
  return work(openCertificates({ settings, sessions, signal }));
}
