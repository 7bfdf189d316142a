import type { Origin, Sourced } from '../config/issues.js';
import type { Endpoint, FormatFunction, Schedule } from '../events/endpoint.js';

/** An endpoint as it was found, each value with its origin; not yet checked, `${VAR}` already filled in. */
export interface EndpointDraft {
  readonly name: string;
  readonly source: Endpoint['source'];
  readonly url: Sourced<string>;
  readonly secrets: readonly DraftSecret[];
  readonly events?: readonly Sourced<string>[];
  readonly format?: Sourced<string | FormatFunction>;
  /** Milliseconds; text where it comes from a variable. */
  readonly timeoutMs?: Sourced<number | string>;
  readonly headers: ReadonlyMap<string, Sourced<string>>;
  readonly auth?: Sourced<Endpoint['auth']>;
  readonly allowInsecure: boolean;
  readonly schedule?: Schedule;
}

/** A signing secret and the time from which it signs no more. */
export interface DraftSecret extends Sourced<string> {
  readonly until?: Sourced<string>;
}

/** What the environment says about an endpoint; the config file may add the rest. */
export interface VariableEndpoint {
  readonly name: string;
  readonly url: Sourced<string>;
  /** Newest first. */
  readonly secrets?: readonly DraftSecret[];
  readonly events?: readonly Sourced<string>[];
  readonly format?: Sourced<string>;
  /** Format that the name of the variable stands for, where neither variable nor file says another. */
  readonly impliedFormat?: Sourced<string>;
  readonly timeoutMs?: Sourced<string>;
}

export function sourced<T>(value: T, origin: Origin): Sourced<T> {
  return { value, origin };
}
