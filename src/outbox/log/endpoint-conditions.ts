import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';

/** What senders know of an endpoint; unlike its counts it is one row. */
export interface EndpointCondition {
  readonly endpoint: string;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly failingSince: Date | null;
  readonly failures: number;
}

/** The conditions of a hook's endpoints in a scope; `endpoint` narrows it to one name. */
export function listConditions(
  connection: Connection,
  { project, environment }: Scope,
  hook: string,
  endpoint: string | null = null,
): Promise<EndpointCondition[]> {
  return connection.query<EndpointCondition>(
    `select name as endpoint, disabled_at as "disabledAt", disabled_reason as "disabledReason",
       failing_since as "failingSince", failures from confiture.endpoint_state
     where project = $1 and environment = $2 and hook = $3 and ($4::text is null or name = $4)`,
    [project, environment, hook, endpoint],
  );
}
