import type { Endpoint } from './endpoint.js';

/** What of an endpoint decides which events are stored for it. */
export type EndpointSubscription = Pick<Endpoint, 'id' | 'name' | 'events' | 'format'>;

/** Where endpoints come from: the configuration, or a store that may change while a process runs. */
export interface EndpointSource {
  /** The endpoints as they are known now; asked for each event. The same list as long as nothing has changed. */
  list(): readonly EndpointSubscription[];
  /** Names of those that can be sent to from here; default all. */
  reachable?(): readonly string[];
  /** The endpoint of this name, asked for at each attempt; null where there is none any more. */
  find(name: string): Promise<Endpoint | null>;
}

/** A source whose endpoints do not change. */
export function fixedEndpoints(endpoints: readonly Endpoint[]): EndpointSource {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  return { list: () => endpoints, find: async (name) => byName.get(name) ?? null };
}

/** Both sources; where both have a name, it is that of `first`. */
export function joinedEndpoints(first: EndpointSource, second: EndpointSource): EndpointSource {
  let joined: { readonly of: readonly unknown[]; readonly list: readonly EndpointSubscription[] } | null =
    null;
  const isHidden = (name: string) => first.list().some((endpoint) => endpoint.name === name);
  return {
    list() {
      const of = [first.list(), second.list()] as const;
      if (joined?.of[0] !== of[0] || joined.of[1] !== of[1])
        joined = { of, list: [...of[0], ...of[1].filter(({ name }) => !isHidden(name))] };
      return joined.list;
    },
    reachable: () => [...namesOf(first), ...namesOf(second).filter((name) => !isHidden(name))],
    find: async (name) => (isHidden(name) ? first : second).find(name),
  };
}

/** Names of the endpoints that can be sent to from here. */
export function namesOf(source: EndpointSource): readonly string[] {
  return source.reachable?.() ?? source.list().map(({ name }) => name);
}
