import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { runStates } from '../../api/choices.js';
import { dataOf } from '../../api/client.js';
import { listRuns, type Run } from '../../api/generated.js';
import { newestRuns } from '../../api/shared-queries.js';
import type { Column } from '../../lists/data-list.js';
import { useFilter } from '../../lists/filter.js';
import { FilterBar, FilterValue } from '../../lists/filter-bar.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { StatePill } from '../../parts/state-pill.js';
import { TimeAgo } from '../../time/time-ago.js';
import { runsLead } from '../leads.js';
import { progressText } from './progress-text.js';
import { runTimeText } from './run-time.js';

const FILTERS = ['state', 'direction', 'actor', 'since', 'until'] as const;

/** All runs, newest first. */
export function RunsScreen() {
  const filter = useFilter(FILTERS);
  const fetchPage = useCallback(
    (cursor: string | undefined) =>
      dataOf(
        listRuns({
          ...(filter.values as Parameters<typeof listRuns>[0]),
          ...(cursor !== undefined && { cursor }),
        }),
      ),
    [filter.values],
  );
  const { data: newest } = useQuery(newestRuns);
  const list = useList<Run>({ key: ['runs', filter.values], fetchPage, idOf: ({ run_id: id }) => id });
  const columns: readonly Column<Run>[] = [
    {
      title: 'State',
      width: 'minmax(110px, 0.8fr)',
      onPhone: 'first',
      cell: ({ state }) => <StatePill state={state} />,
    },
    { title: 'Direction', isExtra: true, width: '72px', cell: ({ direction }) => direction },
    {
      title: 'Progress',
      width: 'minmax(160px, 2fr)',
      onPhone: 'second',
      cell: (run) => (
        <>
          {run.direction === 'down' ? <span className="list-on-phone">rollback: </span> : null}
          {progressText(run)}
        </>
      ),
    },
    {
      title: 'By',
      width: 'minmax(100px, 1fr)',
      cell: ({ actor }) => <FilterValue filter={filter} name="actor" value={actor} />,
    },
    {
      title: 'Commit',
      isExtra: true,
      width: '88px',
      cell: ({ commit }) => <span className="mono">{commit?.slice(0, 8) ?? '–'}</span>,
    },
    {
      title: 'Environment',
      width: 'minmax(88px, 0.7fr)',
      cell: ({ environment }) => <span className="outside-text">{environment}</span>,
    },
    {
      title: 'Started',
      width: '104px',
      onPhone: 'first-end',
      cell: ({ started_at: at }) => <TimeAgo at={at} />,
    },
    {
      title: 'Took',
      width: '80px',
      align: 'end',
      onPhone: 'second-end',
      cell: (run) => runTimeText(run),
    },
  ];
  return (
    <ListScreen
      title="Runs"
      lead={runsLead(newest)}
      list={list}
      columns={columns}
      idOf={({ run_id: id }) => id}
      hrefOf={({ run_id: id }) => `/runs/${id}`}
      aboutOf={(run) => `run ${run.run_id}: ${progressText(run)}`}
      filter={
        <FilterBar
          filter={filter}
          fields={[
            { name: 'state', label: 'State', choices: runStates },
            { name: 'direction', label: 'Direction', choices: ['up', 'down'] },
            { name: 'actor', label: 'By' },
            { name: 'since', label: 'Since', example: '24h' },
            { name: 'until', label: 'Until', example: '1h' },
          ]}
        />
      }
      empty={{ title: 'No run has been seen yet.', command: 'confiture migrate up' }}
      isFiltered={!filter.isEmpty}
    />
  );
}
