import { resolve } from 'node:path';
import { writeCertificate } from '../../../app/certificates/write-certificate.js';
import { exportDocument } from '../../../app/documents/certificates.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import type { CommandDefinition } from '../../command.js';
import { withCertificates } from './with-certificates.js';

interface ExportFlags extends FlagValues {
  readonly out?: string;
}

/** `certificate export ID` */
export const exportCertificate: CommandDefinition<ExportFlags> = {
  scope: 'database',
  flags: (command) => command.option('--out <file>', 'write it to this file (default: stdout)'),
  run: (context, flags, id = '') =>
    withCertificates(
      context,
      flags,
      async (certificates) => {
        const { envelope } = await certificates.read(id);
        const { out } = flags;
        if (out !== undefined)
          await writeCertificate(resolve(context.processContext.cwd, out), out, envelope);
        context.reporter.result({
          text: () => (out === undefined ? envelope.trimEnd() : `Wrote ${out}.`),
          document: () => exportDocument(id, out ?? null, envelope),
        });
        return EXIT.done;
      },
      { saysDatabase: flags.out !== undefined || flags.format === 'json' },
    ),
};
