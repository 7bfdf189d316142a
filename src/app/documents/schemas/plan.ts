import { closed } from '../../../events/catalog/schema.js';
import { riskTiers } from '../../../events/risk-tier.js';
import { about, count, flag, listOf, name, oneOf, orNull, type Properties, text, version } from './shapes.js';

const line = { type: 'integer', minimum: 1 };
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const tier = about('`unclassified` counts as the highest.', oneOf(...riskTiers, 'unclassified'));

const finding = closed({
  rule: about('One of those in docs/lifecycle.md.', text),
  subject: about('Table, column or other object.', orNull(text)),
  message: about('What happens.', text),
  safer_way: about('What to write instead.', orNull(text)),
  silenced_by: about('The comment in the file that silences it.', orNull(closed({ directive: text, line }))),
});

const statement = closed({
  line,
  command: about('For instance `ALTER TABLE ADD COLUMN`.', text),
  tier,
  locks: about(
    'Stronger ones than reading takes, on what was there before, strongest first.',
    listOf(closed({ mode: text, table: text })),
  ),
  rewrites: about('Writes a whole table anew.', flag),
  scans: about('Reads a whole table that was there before.', flag),
  findings: listOf(finding),
});

const phase = closed({ name: text, line, no_transaction: flag, requires_approval: flag, batch: flag });

export const plan: Properties = {
  hash: about('What `--plan` takes.', { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }),
  direction: oneOf('up', 'down'),
  environment: text,
  project: about('The tracking table, `schema.table`.', text),
  database_identity: closed({
    name: text,
    system_identifier: about('Of the cluster; null where it cannot be read.', orNull(text)),
    oid: orNull(text),
  }),
  rule_set_version: { type: 'integer', minimum: 1 },
  tier,
  approval: about(
    'What the plan needs before it may run; null where it needs none.',
    orNull(closed({ count: about('How many people have to grant.', count), reasons: listOf(text) })),
  ),
  migrations: about(
    'In the order they would run.',
    listOf(
      closed({
        version,
        name,
        title: orNull(text),
        file: text,
        checksum: sha256,
        verify_checksum: orNull(sha256),
        invariant_checksum: orNull(sha256),
        transactional: flag,
        requires_approval: flag,
        tier,
        phases: about('Null for a file that names none.', orNull(listOf(phase))),
        statements: listOf(statement),
      }),
    ),
  ),
  sizes: about(
    'Of the tables that are locked, as the last ANALYZE left it; no part of the hash.',
    listOf(closed({ table: text, size: oneOf('small', 'medium', 'large'), bytes: count })),
  ),
  warnings: listOf(text),
};
