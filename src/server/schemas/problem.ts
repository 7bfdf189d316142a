import { z } from 'zod';

/** What a request did wrong, as RFC 9457 puts it, with the code that the command line prints too. */
export const ProblemDetails = z
  .strictObject({
    type: z.string().meta({ description: 'Names the kind of problem; the last part is `code`.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Path of the request.' }),
    code: z.string().meta({ description: 'One of the codes of docs/errors.md.' }),
    hint: z.string().optional().meta({ description: 'What to do, as an instruction.' }),
    request_id: z.string().meta({ description: 'Also in the log of the server.' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({
            description: 'JSON pointer into the body, or `query/name`, `path/name`, `header/name`.',
          }),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Each fault of the request, where there can be several.' }),
  })
  .meta({ id: 'Problem', description: 'Why a request was not done (RFC 9457).' });

export type Problem = z.output<typeof ProblemDetails>;
