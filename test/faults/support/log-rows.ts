import type { DeliveryFilter } from '../../../src/outbox/log/delivery-filter.js';

/** Newest event of the rows; each event before it is a second older. */
const NEWEST = new Date('2026-06-01T00:00:00.000Z');

/** Ten digits of an event's id for a time in milliseconds. */
const timeDigits = (ms: string) => `(select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
  ((${ms} >> (5 * place)) & 31)::integer + 1, 1), '' order by place desc) from generate_series(0, 9) place)`;

/**
 * SQL for a log of `count` events, a second apart, with a delivery each: most have arrived at `audit`, one in twenty has
 * failed, one in a hundred waits, of which one in four is being sent; one in a thousand is for `pager`; ten are for `seldom`, the oldest of all.
 */
export function logRowsSql(count: number): string {
  const ms = `(${NEWEST.getTime()}::bigint - (${count} - n) * 1000::bigint)`;
  return `
    create temporary table made as
      select n, ${timeDigits(ms)} || lpad(n::text, 16, '0') as name, to_timestamp(${ms} / 1000.0) as at,
        case when n <= 10 then 'seldom' when n % 1000 = 7 then 'pager' else 'audit' end as endpoint,
        case when n % 100 = 3 then 'waiting' when n % 20 = 5 then 'failed' when n % 500 = 9 then 'discarded'
          else 'delivered' end as state,
        case n % 40 when 5 then '500' when 25 then (array['404', 'timeout', 'dns', '503'])[n / 40 % 4 + 1] end as fault
      from generate_series(1, ${count}) n;
    insert into confiture.events (id, type, created_at, run_id, migration, body, project, environment)
      select 'evt_' || name, case when n % 20 = 5 then 'migration.failed' when n = 77 then 'endpoint.disabled'
          when n % 3 = 0 then 'migration.started' else 'migration.completed' end,
        at, 'run_' || n / 200, lpad((n / 20)::text, 5, '0') || '_step', '{}', 'public.tb_confiture', 'local'
      from made;
    insert into confiture.endpoint_state (project, environment, hook, name)
      select distinct 'public.tb_confiture', 'local', 'webhooks', endpoint from made;
    insert into confiture.deliveries (id, event_id, hook, endpoint, message, state, due_at, attempts, settled_at,
        last_answer, lease_token, project, environment)
      select 'dlv_' || name || '_1', 'evt_' || name, 'webhooks', endpoint, '{}', state, at,
        case when state in ('waiting', 'discarded') then 0 else 1 end,
        case when state <> 'waiting' then at + interval '1 second' end,
        case state when 'delivered' then case when n % 2000 = 11 then '204' else '200' end
          when 'failed' then fault end, case when n % 400 = 103 then 'sender' end, 'public.tb_confiture', 'local'
      from made;
    insert into confiture.attempts (delivery_id, number, ended_at, duration_ms, outcome, result, answer_status, error)
      select 'dlv_' || name || '_1', 1, at + interval '1 second', 12,
        case state when 'delivered' then 'done' else 'final' end, 'HTTP',
        case when state = 'delivered' then 200 when fault ~ '^[0-9]+$' then fault::integer end,
        case when state = 'failed' and fault !~ '^[0-9]+$' then fault end
      from made where state in ('delivered', 'failed');
    drop table made`;
}

const before = (seconds: number) => new Date(NEWEST.getTime() - seconds * 1000);

/** Filters of each part of the language, alone and combined; for each kind one that chooses many, few and none. */
export const FILTERS: Readonly<Record<string, DeliveryFilter>> = {
  everything: {},
  'what was delivered': { state: 'delivered' },
  'what has failed': { state: 'failed' },
  'what waits': { state: 'waiting' },
  'what was discarded': { state: 'discarded' },
  'an endpoint with most': { endpoint: 'audit' },
  'an endpoint with few': { endpoint: 'seldom' },
  'an endpoint with none': { endpoint: 'nowhere' },
  'what has failed for an endpoint': { endpoint: 'pager', state: 'failed' },
  'what was discarded for an endpoint with few': { endpoint: 'seldom', state: 'discarded' },
  'a type of most': { type: 'migration.completed' },
  'a type of few': { type: 'migration.failed' },
  'a type of one': { type: 'endpoint.disabled' },
  'a type of none': { type: 'approval.denied' },
  'a pattern of all': { type: 'migration.*' },
  'a pattern of none': { type: 'approval.*' },
  'a status of most': { status: { from: 200, to: 200 } },
  'a status of few': { status: { from: 204, to: 204 } },
  'a class of statuses': { status: { from: 500, to: 599 } },
  'a class of none': { status: { from: 300, to: 399 } },
  'no status': { status: null },
  'an error': { error: 'timeout' },
  'an error of none': { error: 'tls' },
  'a migration': { migration: '00012' },
  'a migration by its name': { migration: '00012_step' },
  'a migration of none': { migration: '99999' },
  'a run': { run: 'run_3' },
  'a run of none': { run: 'run_none' },
  'the last minute': { since: before(60) },
  'nothing newer': { since: before(-86_400) },
  'the oldest': { until: before(1_000_000_000) },
  'what has failed of a status': { state: 'failed', status: { from: 404, to: 404 } },
  'what has failed of a type lately': {
    state: 'failed',
    type: 'migration.failed',
    since: before(600),
  },
};
