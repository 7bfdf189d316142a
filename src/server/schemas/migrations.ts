import { z } from 'zod';
import { pageSchema } from './paging.js';
import { PlannedMigration, Tier } from './plan.js';
import { Time } from './time.js';

const fields = {
  id: z.string().meta({ description: '`mig_` and the version.' }),
  version: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  state: z.enum(['applied', 'pending', 'out_of_order', 'changed', 'missing', 'interrupted']),
  applied_at: Time.nullable(),
  duration_ms: z.int().nullable(),
  checksum: z.string().nullable().meta({ description: 'SHA-256 of the file as it is now.' }),
  checksum_ok: z.boolean().nullable().meta({
    description: 'False where the file is no longer what was applied; null of what is not applied.',
  }),
  tier: Tier.nullable().meta({ description: 'Risk of what is pending.' }),
  certificate_id: z.string().nullable(),
  run_id: z.string().nullable().meta({ description: 'The run that is at it.' }),
};

const Migration = z.strictObject(fields).meta({ id: 'Migration' });
export const MigrationList = pageSchema('MigrationList', Migration);

export const MigrationDetail = z
  .strictObject({
    ...fields,
    planned: PlannedMigration.nullable().meta({ description: 'What it would do; null of what is applied.' }),
  })
  .meta({ id: 'MigrationDetail' });
