import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { migrationStates, migrationTiers } from '../../api/choices.js';
import { dataOf } from '../../api/client.js';
import { listMigrations, type Migration } from '../../api/generated.js';
import { tellingMigrations } from '../../api/shared-queries.js';
import type { Column } from '../../lists/data-list.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar, FilterValue } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationsLead } from '../leads.js';
import { certificateUrl } from './certificate-url.js';
import { nameWithoutVersion, nameWithVersion } from './migration-name.js';
import { shownState } from './migration-state.js';
import { migrationTone } from './migration-tone.js';
import './migrations-screen.css';

const FILTERS = ['state', 'tier'] as const;
const idOf = ({ id }: Migration) => id;

/** What is not applied has nothing to be compared with. */
function checksumText(isOk: boolean | null): string {
  if (isOk === null) return '–';
  return isOk ? 'ok' : 'changed';
}

/** The migrations of files and ledger together. */
export function MigrationsScreen() {
  const filter = useFilter(FILTERS);
  const { values } = filter;
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      dataOf(
        listMigrations({
          ...(values as Parameters<typeof listMigrations>[0]),
          ...(cursor !== undefined && { cursor }),
        }),
      ),
    [values],
  );
  const list = useList<Migration>({ key: ['migrations', values], fetchPage, idOf });
  // Of the rows that a filter leaves the first line would tell nothing true.
  const { data: newest } = useQuery({ ...tellingMigrations, enabled: !filter.isEmpty });
  const shown = list.isLoading ? undefined : list;
  const columns: readonly Column<Migration>[] = [
    {
      title: 'Migration',
      width: 'minmax(200px, 2.4fr)',
      onPhone: 'first',
      cell: (migration) => (
        <span className="outside-text" title={migration.name}>
          <span className="migration-version mono">{migration.version}</span> {nameWithoutVersion(migration)}
        </span>
      ),
    },
    {
      title: 'State',
      width: '120px',
      onPhone: 'first-end',
      cell: (migration) => {
        const state = shownState(migration);
        return (
          <FilterValue filter={filter} name="state" value={state}>
            <StatePill state={state} tone={migrationTone(state)} />
          </FilterValue>
        );
      },
    },
    {
      title: 'Risk',
      width: '104px',
      onPhone: 'second',
      cell: ({ tier }) =>
        tier === null ? (
          <span className="migration-none">–</span>
        ) : (
          <FilterValue filter={filter} name="tier" value={tier}>
            {tier.replaceAll('_', ' ')}
          </FilterValue>
        ),
    },
    {
      title: 'When',
      width: '128px',
      onPhone: 'second-end',
      cell: ({ applied_at: applied, failure }) =>
        failure === null ? (
          <TimeAgo at={applied} />
        ) : (
          <span>
            failed <TimeAgo at={failure.failed_at} />
          </span>
        ),
    },
    {
      title: 'Took',
      width: '80px',
      align: 'end',
      cell: ({ duration_ms: ms }) => (ms === null ? '–' : durationText(ms / 1000)),
    },
    { title: 'Checksum', isExtra: true, width: '88px', cell: ({ checksum_ok: isOk }) => checksumText(isOk) },
    {
      title: 'Certificate',
      isExtra: true,
      width: '88px',
      cell: ({ certificate_id: id }) =>
        id === null ? (
          '–'
        ) : (
          <a href={certificateUrl(id)} download={`${id}.json`} title={id}>
            Export<span className="visually-hidden"> the certificate {id}</span>
          </a>
        ),
    },
  ];
  return (
    <ListScreen
      title="Migrations"
      lead={migrationsLead(filter.isEmpty ? shown : newest)}
      list={list}
      columns={columns}
      idOf={idOf}
      hrefOf={({ id }) => `/migrations/${id}`}
      aboutOf={(migration) => `migration ${nameWithVersion(migration)}`}
      filter={
        <FilterBar
          filter={filter}
          fields={[
            { name: 'state', label: 'State', choices: migrationStates },
            { name: 'tier', label: 'Risk', choices: migrationTiers },
          ]}
        />
      }
      empty={{ title: 'There are no migrations yet.', command: 'confiture migrate generate NAME' }}
      isFiltered={!filter.isEmpty}
    />
  );
}
