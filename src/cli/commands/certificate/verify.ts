import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { readSigningKey } from '../../../app/certificates/signing-key.js';
import { readCertificateFile, readKeyFile } from '../../../app/certificates/verification-key.js';
import { verificationDocument } from '../../../app/documents/certificates.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { verificationView } from '../../../output/views/certificate-view.js';
import { publicKeyOf } from '../../../runner/lifecycle/certificate/key.js';
import { verifyCertificate } from '../../../runner/lifecycle/certificate/verify-certificate.js';
import type { CommandDefinition } from '../../command.js';
import { type CommandContext, readSettings } from '../../run-command.js';

interface VerifyFlags extends FlagValues {
  readonly key?: string;
}

/** `certificate verify FILE`: needs neither database nor network. */
export const verify: CommandDefinition<VerifyFlags> = {
  flags: (command) =>
    command.option('--key <file>', 'public key in PEM (default: that of the key that signs here)'),
  run: async (context, flags, file = '') => {
    const key = await keyOf(context, flags);
    const text = readCertificateFile(resolve(context.processContext.cwd, file), file);
    const { statement, keyId } = verifyCertificate(text, key);
    context.reporter.result({
      text: (theme) => verificationView(statement, keyId, theme),
      document: () => verificationDocument(keyId, statement),
    });
    return EXIT.done;
  },
};

async function keyOf(context: CommandContext, { key, ...flags }: VerifyFlags): Promise<KeyObject> {
  if (key !== undefined) return readKeyFile(resolve(context.processContext.cwd, key), key);
  const signing = readSigningKey(await readSettings(context, flags), { mayMake: false });
  if (signing !== null) return publicKeyOf(signing.key);
  throw new ConfitureError('CERTIFICATE_KEY_INVALID', 'there is no key to verify the certificate with', {
    hint: 'Name the public key with --key FILE.',
  });
}
