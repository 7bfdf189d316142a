import { readSigningKey } from '../../../app/certificates/signing-key.js';
import { keyDocument } from '../../../app/documents/certificates.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { ConfitureError, EXIT } from '../../../errors.js';
import { publicPem } from '../../../runner/lifecycle/certificate/key.js';
import type { CommandDefinition } from '../../command.js';
import { readSettings } from '../../run-command.js';

interface KeyFlags extends FlagValues {
  readonly export?: boolean;
}

/** `certificate key`: the key that signs here; made where there is none and environment is `local`. */
export const key: CommandDefinition<KeyFlags> = {
  flags: (command) => command.option('--export', 'print the public key alone, and make none'),
  run: async (context, { export: isExport = false, ...flags }) => {
    const signing = readSigningKey(await readSettings(context, flags), { mayMake: !isExport });
    if (signing === null) throw noKey();
    const { keyId, source, isNew } = signing;
    const pem = publicPem(signing.key);
    context.reporter.result({
      text: () =>
        isExport
          ? pem.trimEnd()
          : `Key ${keyId}, ${isNew ? 'made just now in' : 'from'} ${source.name}. Its public half:\n\n${pem.trimEnd()}`,
      document: () => keyDocument(keyId, pem, source.name, isNew),
    });
    return EXIT.done;
  },
};

function noKey(): ConfitureError {
  return new ConfitureError('CERTIFICATE_KEY_INVALID', 'there is no key that signs certificates here', {
    hint: '`openssl genpkey -algorithm ed25519` makes one: name its file with CONFITURE_CERTIFICATE_KEY_FILE. In environment local `confiture certificate key` makes one by itself.',
  });
}
