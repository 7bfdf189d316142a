import { isObject, type JsonObject, parseObject } from '../../text/json-object.js';

interface PayloadHead {
  /** `migration_success`, `migration_error`, else the event's type. */
  readonly event_type: string;
  readonly timestamp: string;
  readonly migration: {
    readonly name: string | null;
    readonly version: string | null;
    readonly environment: string;
  };
}

/** A body of format `confiture`, the default of endpoints from the environment. Only failures have `error`. */
export type ConfiturePayload =
  | (PayloadHead & {
      readonly error?: undefined;
      readonly execution: {
        readonly start_time: string | null;
        readonly end_time: string | null;
        readonly duration_seconds: number | null;
        readonly rows_affected: number | null;
      };
      readonly database: { readonly host: string | null; readonly schema: string | null };
    })
  | (PayloadHead & { readonly error: { readonly type: string; readonly message: string } });

/** The payload in a body of format `confiture`; null where the body is something else. Verify the signature first. */
export function parsePayload(body: string | Uint8Array): ConfiturePayload | null {
  const json = parseObject(body);
  return json !== null && isPayload(json) ? json : null;
}

function isPayload(json: JsonObject): json is JsonObject & ConfiturePayload {
  if (typeof json.event_type !== 'string' || typeof json.timestamp !== 'string') return false;
  if (!isObject(json.migration)) return false;
  return isObject(json.error) || (isObject(json.execution) && isObject(json.database));
}
