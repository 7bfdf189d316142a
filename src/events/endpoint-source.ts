import type { Endpoint } from './endpoint.js';

/** Where endpoints come from: the configuration, or a store that may change while a process runs. */
export interface EndpointSource {
  /** The endpoints as they are known now; asked for each event. */
  list(): readonly Endpoint[];
  /** The endpoint of this name, asked for at each attempt; null where there is none any more. */
  find(name: string): Promise<Endpoint | null>;
}

/** A source whose endpoints do not change. */
export function fixedEndpoints(endpoints: readonly Endpoint[]): EndpointSource {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  return { list: () => endpoints, find: async (name) => byName.get(name) ?? null };
}
