import type { Connection } from '../../database/connection.js';
import { serialize } from '../../events/serializer.js';
import type { OutboxEntry } from '../run/entry.js';
import type { Lease } from '../store/lease.js';
import { CHANNEL } from '../store/release.js';
import { arrivalText } from './enqueue.js';
import { unpacked } from './fan-out.js';

/** An entry as it is known after its commit, and the text that is stored of it. */
export interface CommittedEntry extends OutboxEntry {
  readonly givenText: string;
}

/** Writes the text at once: a run waits for the server then, and at its end somebody waits for the run. */
export function committedEntry(entry: OutboxEntry): CommittedEntry {
  return { ...entry, givenText: serialize({ id: entry.event.id, entry: arrivalText(entry) }) };
}

/**
 * Makes events and deliveries of what a run has committed, with the facts that are known after the commits, leased
 * to the present session. Returns the ids of the deliveries that may now be sent from here: not those to targets that
 * are switched off or slowed down. What somebody else has taken meanwhile stays as the transaction knew it, because
 * the same body must go to every endpoint.
 */
export async function completeEntries(
  connection: Connection,
  { at, token }: Lease,
  entries: readonly CommittedEntry[],
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string }>(COMPLETE, [at, token, allTexts(entries)]);
  return new Set(rows.map(({ id }) => id));
}

/** Stores the facts that are known after the commits, lets the arrivals go to anybody, and says so to the workers. */
export async function handOverEntries(
  connection: Connection,
  token: string,
  entries: readonly CommittedEntry[],
): Promise<void> {
  await connection.query(HAND_OVER, [token, allTexts(entries)]);
}

/** Stores the facts that are known after the commits, and goes on holding the arrivals. */
export async function storeFacts(
  connection: Connection,
  token: string,
  entries: readonly CommittedEntry[],
): Promise<void> {
  await connection.query(STORE_FACTS, [token, allTexts(entries)]);
}

function allTexts(entries: readonly CommittedEntry[]): string {
  return `[${entries.map(({ givenText }) => givenText).join(', ')}]`;
}

const given = (parameter: string) =>
  `given as materialized (select * from json_to_recordset(${parameter}::json) as g (id text, entry text))`;

const COMPLETE = `
  with ${given('$3')},
  taken as (
    delete from confiture.arrivals a using given g where a.event_id = g.id and a.token = $2
    returning g.entry, a.project, a.environment
  ),
  ${unpacked('taken', '$2::text')}
  select id from stored where is_leased`;

const HAND_OVER = `
  with ${given('$2')},
  free as (
    update confiture.arrivals a set entry = g.entry, token = null, pid = null, held_until = null
    from given g where a.event_id = g.id and a.token = $1 returning 1
  )
  select pg_notify('${CHANNEL}', '') where exists (select from free)`;

const STORE_FACTS = `
  with ${given('$2')}
  update confiture.arrivals a set entry = g.entry from given g where a.event_id = g.id and a.token = $1`;
