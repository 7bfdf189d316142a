import type { Connection } from '../../database/connection.js';
import { readInterrupted } from '../../runner/ledger/interrupted.js';
import { describeHolder, findHolder } from '../../runner/session/lock.js';
import { type Check, ok, warning } from './check.js';
import type { DoctorContext } from './context.js';
import { listed } from './ledger.js';

export async function checkLock(connection: Connection): Promise<Check> {
  const holder = await findHolder(connection);
  if (!holder) return ok('lock', 'free');
  return warning(
    'lock',
    `held by server process ${holder.pid}${describeHolder(holder)}`,
    `A run is going on. Where there is none any more: select pg_terminate_backend(${holder.pid}).`,
  );
}

/** Files that were cut off outside of a transaction, or between two phases. */
export async function checkInterrupted({ connection, facts }: DoctorContext): Promise<Check> {
  const interrupted = await readInterrupted(connection, facts.ledger);
  const versions = interrupted.map(({ version }) => version);
  if (versions.length === 0) return ok('interrupted', 'no migration was cut off half-way');
  return warning(
    'interrupted',
    `cut off half-way: ${listed(versions)}`,
    'The next `confiture migrate up` (or `down`) goes on there; where it asks for a decision, `confiture migrate resolve VERSION` makes it.',
  );
}

/** What a failed CREATE INDEX CONCURRENTLY or REINDEX leaves: it costs every write and serves no read. */
export async function checkIndexes(connection: Connection): Promise<Check> {
  const rows = await connection.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where not i.indisvalid and c.relkind = 'i' and n.nspname !~ '^pg_'
      and not exists (select from pg_stat_progress_create_index p where p.relid = i.indrelid)
    order by 1`,
  );
  if (rows.length === 0) return ok('indexes', 'none is invalid');
  return warning(
    'indexes',
    `invalid: ${listed(rows.map(({ name }) => name))}`,
    'Drop them (drop index concurrently …), or build them again (reindex index concurrently …).',
  );
}
