import { certificateDocument } from '../../../app/documents/certificates.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { statementView } from '../../../output/views/certificate-view.js';
import { statementOf } from '../../../runner/lifecycle/certificate/verify-certificate.js';
import type { CommandDefinition } from '../../command.js';
import { withCertificates } from './with-certificates.js';

/** `certificate show ID` */
export const show: CommandDefinition<FlagValues> = {
  scope: 'database',
  run: (context, flags, id = '') =>
    withCertificates(context, flags, async (certificates) => {
      const certificate = await certificates.read(id);
      const statement = statementOf(certificate.envelope);
      context.reporter.result({
        text: (theme) => statementView(statement, theme),
        document: () => certificateDocument(certificate, statement),
      });
      return EXIT.done;
    }),
};
