import { certificatesDocument } from '../../../app/documents/certificates.js';
import type { FlagValues } from '../../../config/options/option-values.js';
import { EXIT } from '../../../errors.js';
import { certificatesView } from '../../../output/views/certificate-view.js';
import type { CommandDefinition } from '../../command.js';
import { wholeNumber } from '../../whole-number.js';
import { withCertificates } from './with-certificates.js';

interface ListFlags extends FlagValues {
  readonly limit: number;
}

/** `certificate list` */
export const list: CommandDefinition<ListFlags> = {
  scope: 'database',
  flags: (command) => command.option('--limit <count>', 'how many at most', wholeNumber(1, 10_000), 50),
  run: (context, flags) =>
    withCertificates(context, flags, async (certificates) => {
      const found = await certificates.list(flags.limit);
      context.reporter.result({
        text: (theme) => certificatesView(found, theme),
        document: () => certificatesDocument(found),
      });
      return EXIT.done;
    }),
};
