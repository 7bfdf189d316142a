import { z } from 'zod';

const Tier = z.enum(['additive', 'reversible', 'lock_risky', 'destructive', 'irreversible', 'unclassified']);

const Finding = z.strictObject({
  rule: z.string(),
  subject: z.string().nullable(),
  message: z.string(),
  safer_way: z.string().nullable(),
  silenced_by: z.strictObject({ directive: z.string(), line: z.int() }).nullable(),
});

const PlannedStatement = z.strictObject({
  line: z.int(),
  command: z.string(),
  tier: Tier,
  locks: z.array(z.strictObject({ mode: z.string(), table: z.string() })),
  rewrites: z.boolean(),
  scans: z.boolean(),
  findings: z.array(Finding),
});

export const PlannedMigration = z
  .strictObject({
    version: z.string(),
    name: z.string(),
    title: z.string().nullable(),
    file: z.string(),
    checksum: z.string().meta({ description: 'SHA-256 of the file.' }),
    verify_checksum: z.string().nullable(),
    invariant_checksum: z.string().nullable(),
    transactional: z.boolean(),
    requires_approval: z.boolean(),
    tier: Tier,
    phases: z
      .array(
        z.strictObject({
          name: z.string(),
          line: z.int(),
          no_transaction: z.boolean(),
          requires_approval: z.boolean(),
          batch: z.boolean(),
        }),
      )
      .nullable(),
    statements: z.array(PlannedStatement),
  })
  .meta({ id: 'PlannedMigration', description: 'Holds names of objects, and no text of a statement.' });

export const Plan = z
  .strictObject({
    hash: z.string().meta({ description: '`sha256:…`; covers all that an approval is for.' }),
    direction: z.enum(['up', 'down']),
    environment: z.string(),
    project: z.string(),
    database_identity: z.strictObject({
      name: z.string(),
      system_identifier: z.string().nullable(),
      oid: z.string().nullable(),
    }),
    rule_set_version: z.int(),
    tier: Tier,
    approval: z.strictObject({ count: z.int(), reasons: z.array(z.string()) }).nullable(),
    migrations: z.array(PlannedMigration),
    sizes: z.array(z.strictObject({ table: z.string(), size: z.string(), bytes: z.number().nullable() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'Plan' });

export { Tier };
