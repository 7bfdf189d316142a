import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { listMigrations, type RunDetail } from '../../api/generated.js';
import { nameWithVersion } from '../migrations/migration-name.js';

const MOST = 200;
const NONE: ReadonlyMap<string, string> = new Map();

/**
 * What migrations are called, by their versions, for those of a run that have not begun: the run knows their versions
 * alone. It is what they are called once they have begun, too.
 */
export function usePendingNames({ migrations }: RunDetail): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['migration-names'],
    queryFn: async () => {
      const { data } = await dataOf(listMigrations({ limit: MOST }));
      return new Map(data.map((migration) => [migration.version, nameWithVersion(migration)]));
    },
    enabled: migrations.some(({ state }) => state === 'pending'),
    staleTime: Number.POSITIVE_INFINITY,
    meta: { ownPace: true },
  });
  return data ?? NONE;
}
