import { InvalidArgumentError } from 'commander';
import { secretDocument } from '../../../../app/documents/endpoints.js';
import { MOST_OVERLAP_SECONDS, rotateSecret } from '../../../../app/endpoints/stored/change/rotate-secret.js';
import { showRow } from '../../../../app/endpoints/stored/show-row.js';
import type { FlagValues } from '../../../../config/options/option-values.js';
import { EXIT } from '../../../../errors.js';
import { rotatedView } from '../../../../output/views/webhooks/stored-endpoint-view.js';
import type { CommandDefinition } from '../../../command.js';
import type { CommandContext } from '../../../run-command.js';
import { readSecret } from './read-secret.js';
import { withEndpoints } from './with-endpoints.js';

interface RotateFlags extends FlagValues {
  /** Seconds. */
  readonly overlap?: number;
  readonly secretStdin?: boolean;
}

/** `webhooks rotate NAME`: a new signing secret, beside which the one before signs for a while. */
export const rotate: CommandDefinition<RotateFlags> = {
  scope: 'database',
  flags: (command) =>
    command
      .option(
        '--overlap <time>',
        'how long the secret of before signs too: 0 for not at all, else as 30m, 24h or 7d (default: 24h)',
        secondsOf,
      )
      .option('--secret-stdin', 'read the new secret from standard input (default: one is made)'),
  run: (context, flags, name) => rotateEndpoint(context, name ?? '', flags),
};

function rotateEndpoint(context: CommandContext, name: string, flags: RotateFlags): Promise<number> {
  return withEndpoints(context, flags, async (manager) => {
    const given = flags.secretStdin ? { secret: await readSecret(context.processContext) } : {};
    const overlap = flags.overlap === undefined ? {} : { overlapSeconds: flags.overlap };
    const { row, secret } = await rotateSecret(manager, { idOrName: name }, { ...given, ...overlap });
    const shown = await showRow(manager, row);
    context.reporter.result({
      text: () => rotatedView(shown, secret),
      document: () => secretDocument(shown, secret),
    });
    return EXIT.done;
  });
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
  if (count !== undefined && (unit !== '' || count === '0') && seconds <= MOST_OVERLAP_SECONDS)
    return seconds;
  throw new InvalidArgumentError('It must be 0, or a time of at most 30 days as 30m, 24h or 7d.');
}
