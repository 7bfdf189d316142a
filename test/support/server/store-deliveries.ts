import { ulid } from 'ulid';
import { onServer } from '../database.js';

/** A delivery as a test wants it in the log. */
export interface StoredDelivery {
  readonly endpoint: string;
  readonly state: 'waiting' | 'delivered' | 'failed' | 'discarded';
  /** Minutes ago that its event happened, that its attempts ended, and that it was settled. */
  readonly minutesAgo: number;
  /** Milliseconds of each attempt. */
  readonly durations: readonly number[];
  /** Default: the scope of a project without a configuration. */
  readonly environment?: string;
}

/** Stores deliveries, each with an event of its own, as workers would have left them. */
export function storeDeliveries(url: string, deliveries: readonly StoredDelivery[]): Promise<void> {
  const rows = deliveries.map(({ environment = 'local', minutesAgo, ...delivery }) => {
    const id = ulid(Date.now() - minutesAgo * 60_000).toLowerCase();
    return { ...delivery, environment, minutesago: minutesAgo, id };
  });
  return onServer(url, async (client) => {
    await client.query(STORE, [JSON.stringify(rows)]);
  });
}

const STORE = `
  with row as (
    select *, now() - minutesago * interval '1 minute' as at, 'public.tb_confiture' as project
    from json_to_recordset($1) as r (id text, endpoint text, state text, minutesago float, durations integer[],
      environment text)),
  event as (
    insert into confiture.events (id, type, created_at, run_id, migration, body, project, environment)
    select 'evt_' || id, 'migration.completed', at, 'run_1', '001_step', '{}', project, environment from row),
  endpoint as (
    insert into confiture.endpoint_state (project, environment, hook, name)
    select distinct project, environment, 'webhooks', endpoint from row on conflict do nothing),
  delivery as (
    insert into confiture.deliveries (id, event_id, hook, endpoint, message, state, due_at, attempts, settled_at,
      last_answer, project, environment)
    select 'dlv_' || id || '_1', 'evt_' || id, 'webhooks', endpoint, '{}', state, now() + interval '1 day',
      cardinality(durations), case when state <> 'waiting' then at end,
      case when cardinality(durations) > 0 then case state when 'delivered' then '200' else '503' end end,
      project, environment
    from row)
  insert into confiture.attempts (delivery_id, number, ended_at, duration_ms, outcome, result, answer_status)
  select 'dlv_' || id || '_1', a.number, at, a.duration,
    case state when 'delivered' then 'done' when 'failed' then 'final' else 'retry' end,
    'HTTP', case state when 'delivered' then 200 else 503 end
  from row cross join unnest(durations) with ordinality a (duration, number)`;
