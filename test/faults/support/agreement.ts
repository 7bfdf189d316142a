import { certifiedVersions, copiedRows, mixedMigrations } from './mixed-migrations.js';

/** A database that can be asked. */
export interface Queryable {
  query<Row extends object>(text: string): Promise<Row[]>;
}

/** What one snapshot of a database says about a run of the mixed migrations. */
export interface Snapshot {
  /** Versions in the ledger, in order. */
  readonly ledger: readonly string[];
  /** Steps by version, in order. */
  readonly journal: Readonly<Record<string, readonly number[]>>;
}

/** Ledger and journal of one moment; null before the first migration has made the journal. */
export async function takeSnapshot(database: Queryable): Promise<Snapshot | null> {
  const [tables] = await database.query<{ exist: boolean }>(
    "select to_regclass('journal') is not null and to_regclass('tb_confiture') is not null as exist",
  );
  if (!tables?.exist) return null;
  const [row] = await database.query<{ ledger: string[]; journal: Snapshot['journal'] }>(`select
    (select coalesce(json_agg(version order by version), '[]') from tb_confiture where version <> '000') as ledger,
    (select coalesce(json_object_agg(version, steps), '{}') from
      (select version, json_agg(step order by step) as steps from journal group by version) as one) as journal`);
  return row ?? null;
}

/** Everything in which ledger and objects disagree, whatever moment it is; empty where they agree. */
export function disagreements({ ledger, journal }: Snapshot): string[] {
  const order = mixedMigrations.map(({ name }) => name.slice(0, 3));
  const faults: string[] = [];
  if (ledger.join() !== order.slice(0, ledger.length).join())
    faults.push(`the ledger holds ${ledger.join()}`);
  for (const { name, steps, atomic } of mixedMigrations) {
    const version = name.slice(0, 3);
    const taken = journal[version] ?? [];
    const expected = ledger.includes(version) ? steps : atomic ? 0 : Math.min(taken.length, steps);
    if (taken.join() !== upTo(expected)) {
      const state = ledger.includes(version) ? 'in the ledger' : 'not in the ledger';
      faults.push(`${name} is ${state} and took steps ${taken.join() || 'none'}`);
    }
  }
  return faults;
}

/** Everything that is not as it must be after a run that succeeded; empty where all is well. */
export async function faultsOfFinished(database: Queryable): Promise<string[]> {
  const snapshot = await takeSnapshot(database);
  if (snapshot === null) return ['nothing was applied'];
  const faults = disagreements(snapshot);
  if (snapshot.ledger.length !== mixedMigrations.length) faults.push(`${snapshot.ledger.length} are applied`);
  const [left] = await database.query<Record<string, number | string>>(`select
    (select count(*)::integer from confiture.progress) as progress,
    (select count(*)::integer from confiture.invariant_results) as results,
    (select string_agg(migration_version, ' ' order by migration_version) from confiture.certificates) as certified,
    (select count(*)::integer from confiture.phase_progress) as phases,
    (select count(*)::integer from copied) as copied,
    (select count(*)::integer from accounts) as accounts,
    (select count(*)::integer from invoices) as invoices,
    (select count(*)::integer from pg_class where relname like 'small\\____' and relkind = 'r') as small,
    (select count(*)::integer from pg_index where not (indisvalid and indisready)) as invalid,
    (select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class
      where relname like 'accounts\\_%' and relkind = 'i') as indexes,
    (select count(*)::integer from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())) as locks`);
  const expected = {
    progress: 0,
    results: 0,
    certified: certifiedVersions.join(' '),
    copied: copiedRows,
    accounts: 300,
    invoices: 1,
    small: 8,
    phases: 0,
    invalid: 0,
    indexes: 'accounts_email_key accounts_pkey',
    locks: 0,
  };
  for (const [what, value] of Object.entries(expected)) {
    if (left?.[what] !== value) faults.push(`${what}: ${left?.[what]} instead of ${value}`);
  }
  return faults;
}

function upTo(count: number): string {
  return Array.from({ length: count }, (_, index) => index + 1).join();
}
