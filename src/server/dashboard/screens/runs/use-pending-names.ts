import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { listMigrations, type RunDetail } from '../../api/generated.js';

const MOST = 200;
const NONE: ReadonlyMap<string, string> = new Map();

/** Names of migrations by their versions, for those of a run that have not begun: the run knows their versions alone. */
export function usePendingNames({ migrations }: RunDetail): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['migration-names'],
    queryFn: async () => {
      const { data } = await dataOf(listMigrations({ limit: MOST }));
      return new Map(data.map(({ version, name }) => [version, name]));
    },
    enabled: migrations.some(({ state }) => state === 'pending'),
    staleTime: Number.POSITIVE_INFINITY,
    meta: { ownPace: true },
  });
  return data ?? NONE;
}
