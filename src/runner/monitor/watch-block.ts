import type { Block } from '../../run-events.js';

/** What `blockSql` gives: a row for each session that has to give way. */
export interface BlockRow {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly client_address: string | null;
  readonly state: string | null;
  readonly state_ms: number | null;
}

/**
 * Asks whom the backend `pid` waits for. Those that wait themselves come last: the first is the one to look at.
 * What the sessions run is not asked for: it may hold secrets.
 */
export function blockSql(pid: number): string {
  return sessionsSql(`select distinct unnest(pg_blocking_pids(${pid})) as pid`);
}

/** The same facts of the sessions whose processes `pids` gives, a query with the one column `pid`. */
export function sessionsSql(pids: string): string {
  return `select b.pid, a.usename as "user", a.application_name as application,
      host(a.client_addr) as client_address, a.state,
      (extract(epoch from clock_timestamp() - a.state_change) * 1000)::float8 as state_ms
    from (${pids}) b
    left join pg_stat_activity a on a.pid = b.pid
    order by a.wait_event_type is not distinct from 'Lock', a.xact_start, b.pid`;
}

/** Null where no session is waited for. */
export function blockOf(rows: readonly BlockRow[], waitedMs: number): Block | null {
  const [first] = rows;
  if (!first) return null;
  return {
    by: {
      pid: first.pid,
      user: first.user,
      application: first.application || null,
      clientAddress: first.client_address,
      state: first.state,
      stateMs: first.state_ms,
    },
    others: rows.length - 1,
    waitedMs,
  };
}
