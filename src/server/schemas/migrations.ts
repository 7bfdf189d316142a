import { z } from 'zod';
import { pageSchema } from './paging.js';
import { PlannedMigration, Tier } from './plan.js';
import { Time } from './time.js';

export const MIGRATION_STATES = [
  'applied',
  'pending',
  'out_of_order',
  'changed',
  'missing',
  'interrupted',
] as const;

const Failure = z.strictObject({
  run_id: z.string(),
  failed_at: Time,
  error: z.string().nullable().meta({ description: 'Code of the error that the run ended with.' }),
});

const fields = {
  id: z.string().meta({ description: '`mig_` and the version.' }),
  version: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  state: z.enum(MIGRATION_STATES),
  applied_at: Time.nullable(),
  duration_ms: z.int().nullable(),
  checksum: z.string().nullable().meta({ description: 'SHA-256 of the file as it is now.' }),
  checksum_ok: z.boolean().nullable().meta({
    description: 'False where the file is no longer what was applied; null of what is not applied.',
  }),
  tier: Tier.nullable().meta({ description: 'Risk of what is pending.' }),
  certificate_id: z.string().nullable(),
  run_id: z.string().nullable().meta({ description: 'The run that is at it.' }),
  failure: Failure.nullable().meta({
    description: 'How the last run failed at it; null of an applied migration, and of one that a run is at.',
  }),
};

const Migration = z.strictObject(fields).meta({ id: 'Migration' });
export const MigrationList = pageSchema('MigrationList', Migration);

const { file, transactional, requires_approval, tier, phases, statements } = PlannedMigration.shape;

const MigrationShape = z
  .strictObject({
    file,
    transactional: transactional.meta({ description: 'False where it runs statement by statement.' }),
    requires_approval,
    tier: tier.meta({ description: 'The highest of its statements.' }),
    phases,
    statements,
    has_down: z.boolean().meta({ description: 'There is a file that undoes it.' }),
    has_verify: z.boolean(),
    has_invariant: z.boolean(),
  })
  .meta({ id: 'MigrationShape', description: 'Holds names of objects, and no text of a statement.' });

export const MigrationDetail = z
  .strictObject({
    ...fields,
    planned: PlannedMigration.nullable().meta({
      description: 'What it would do; null of an applied migration.',
    }),
    shape: MigrationShape.nullable().meta({
      description:
        'What its files hold as they are now, also where it is applied; null where there is none, or one cannot be read.',
    }),
  })
  .meta({ id: 'MigrationDetail' });

const MOST_SQL = 900_000;

export const NewMigration = z
  .strictObject({
    name: z.string().trim().min(1).max(400).meta({ description: 'What it does, in a few words.' }),
    title: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line')
      .optional()
      .meta({ description: 'For people; shown and told in events.' }),
    up: z.string().min(1).max(MOST_SQL).meta({ description: 'SQL of the change.' }),
    down: z.string().min(1).max(MOST_SQL).optional().meta({ description: 'SQL that undoes it.' }),
  })
  .meta({ id: 'NewMigration' });

export const CreatedMigration = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    name: z.string(),
    files: z.array(
      z.strictObject({
        name: z.string(),
        checksum: z.string().meta({ description: 'SHA-256 of the file.' }),
      }),
    ),
  })
  .meta({ id: 'CreatedMigration' });
