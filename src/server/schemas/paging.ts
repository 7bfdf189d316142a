import { z } from 'zod';
import type { PageRequest } from '../../app/lists/page.js';

const Limit = z.coerce.number().int().min(1).max(200).default(50);
const MOST_IN_TEXT = 2_000;

/** Parameters of every list. */
export const pageQuery = {
  limit: Limit.meta({ description: 'How many at most.' }),
  cursor: z
    .string()
    .max(MOST_IN_TEXT)
    .optional()
    .meta({ description: '`next_cursor` or `prev_cursor` of an answer of this list.' }),
  order: z.enum(['asc', 'desc']).optional().meta({ description: 'Default: `desc`, the newest first.' }),
};

/** Parameters of lists that a period can narrow. */
export const periodQuery = {
  since: z.string().max(40).optional().meta({
    description: 'An RFC 3339 time, or how long ago by the clock of the database: `30m`, `24h`, `7d`.',
  }),
  until: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'As `since`; the moment itself is not included.' }),
};

/** A page of a list. */
export function pageSchema<T extends z.ZodType>(id: string, item: T) {
  return z
    .strictObject({
      data: z.array(item),
      next_cursor: z.string().nullable(),
      prev_cursor: z.string().nullable(),
    })
    .meta({ id });
}

/** What the parameters of a list ask for. */
export function pageRequest({
  limit,
  cursor,
  order,
}: {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
}): PageRequest {
  return { limit, ...(cursor !== undefined && { cursor }), ...(order !== undefined && { order }) };
}
