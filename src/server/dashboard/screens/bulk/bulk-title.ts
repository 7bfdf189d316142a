import type { BulkCount } from '../../api/generated.js';

/** What a bulk action will do: `Retry 214 deliveries to billing`, `Replay 1 event to billing`. */
export function bulkTitle(
  verb: string,
  thing: readonly [one: string, many: string],
  { count, endpoints }: Pick<BulkCount, 'count' | 'endpoints'>,
): string {
  const [only, ...others] = endpoints;
  const place =
    only === undefined
      ? ''
      : others.length === 0
        ? ` to ${only.endpoint}`
        : ` to ${endpoints.length} endpoints`;
  return `${verb} ${count.toLocaleString('en')} ${count === 1 ? thing[0] : thing[1]}${place}`;
}
