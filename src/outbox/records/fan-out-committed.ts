import type { Connection } from '../../database/connection.js';
import { serialize } from '../../events/serializer.js';
import type { Lease } from '../store/lease.js';
import { CHANNEL } from '../store/release.js';
import { fanOutSql } from './fan-out.js';
import { recordText } from './insert-record.js';
import type { OutboxRecord } from './outbox-record.js';

/** A record as it is known after its commit, and the text that is stored of it. */
export interface CommittedRecord extends OutboxRecord {
  readonly givenText: string;
}

/** Writes the text at once: a run waits for the server then, and at its end a person waits for the run. */
export function committedRecord(record: OutboxRecord): CommittedRecord {
  return { ...record, givenText: serialize({ id: record.event.id, entry: recordText(record) }) };
}

/**
 * Makes events and deliveries of what a run has committed, with the facts that are known after the commits, leased
 * to the present session. Returns the ids of the deliveries that may now be sent from here: not those to endpoints that
 * are switched off or slowed down. What another process has taken meanwhile stays as the transaction knew it, because
 * the same body must go to every endpoint.
 */
export async function fanOutCommitted(
  connection: Connection,
  { at, token }: Lease,
  records: readonly CommittedRecord[],
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string | null }>(FAN_OUT, [at, token, allTexts(records)]);
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

/** Stores the facts that are known after the commits, lets every process take the records, and says so to the workers. */
export async function releaseRecords(
  connection: Connection,
  token: string,
  records: readonly CommittedRecord[],
): Promise<void> {
  await connection.query(RELEASE, [token, allTexts(records)]);
}

/** Stores the facts that are known after the commits, and goes on holding the records. */
export async function storeFacts(
  connection: Connection,
  token: string,
  records: readonly CommittedRecord[],
): Promise<void> {
  await connection.query(STORE_FACTS, [token, allTexts(records)]);
}

function allTexts(records: readonly CommittedRecord[]): string {
  return `[${records.map(({ givenText }) => givenText).join(', ')}]`;
}

const given = (parameter: string) =>
  `given as materialized (select * from json_to_recordset(${parameter}::json) as g (id text, entry text))`;

const FAN_OUT = `
  with ${given('$3')},
  taken as (
    delete from confiture.outbox_records a using given g where a.event_id = g.id and a.token = $2
    returning g.entry, a.project, a.environment
  ),
  ${fanOutSql('taken', '$2::text')}
  select id, null::bigint as told from stored where is_leased
  union all select null, count(*) from told`;

const RELEASE = `
  with ${given('$2')},
  free as (
    update confiture.outbox_records a set entry = g.entry, token = null, pid = null, held_until = null
    from given g where a.event_id = g.id and a.token = $1 returning 1
  )
  select pg_notify('${CHANNEL}', '') where exists (select from free)`;

const STORE_FACTS = `
  with ${given('$2')}
  update confiture.outbox_records a set entry = g.entry from given g where a.event_id = g.id and a.token = $1`;
