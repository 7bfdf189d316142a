import { text } from 'node:stream/consumers';
import { ConfitureError } from '../../../../errors.js';
import type { ProcessContext } from '../../../process/process-context.js';

/** The signing secret on standard input: on a command line other users of the machine could read it. */
export async function readSecret({ stdin }: Pick<ProcessContext, 'stdin'>): Promise<string> {
  const secret = (await text(stdin)).trim();
  if (secret !== '') return secret;
  throw new ConfitureError('FLAG_INVALID', '--secret-stdin finds no secret on standard input', {
    hint: 'Pipe it in, for instance `… --secret-stdin < secret.txt`, or leave the flag out to have one made.',
  });
}
