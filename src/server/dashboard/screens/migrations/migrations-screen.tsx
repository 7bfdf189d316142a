import { useCallback } from 'react';
import { dataOf } from '../../api/client.js';
import { listMigrations, type Migration } from '../../api/generated.js';
import type { Column } from '../../lists/data-list.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { StatePill } from '../../parts/state-pill.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationsLead } from '../leads.js';
import { certificateUrl } from './certificate-url.js';
import { migrationTone } from './migration-tone.js';

/** What is not applied has nothing to be compared with. */
function checksumText(isOk: boolean | null): string {
  if (isOk === null) return '–';
  return isOk ? 'ok' : 'changed';
}

const KEY = ['migrations'];
const idOf = ({ id }: Migration) => id;

/** The migrations of files and ledger together. */
export function MigrationsScreen() {
  const fetchPage = useCallback(
    (cursor: string | undefined) => dataOf(listMigrations(cursor === undefined ? {} : { cursor })),
    [],
  );
  const list = useList<Migration>({ key: KEY, fetchPage, idOf });
  const columns: readonly Column<Migration>[] = [
    {
      title: 'Version',
      width: 'minmax(80px, 0.6fr)',
      onPhone: 'first',
      cell: ({ version }) => <span className="mono">{version}</span>,
    },
    {
      title: 'Name',
      width: 'minmax(160px, 2fr)',
      onPhone: 'second',
      cell: ({ title, name }) => (
        <span className="outside-text" title={name}>
          {title ?? name}
        </span>
      ),
    },
    {
      title: 'State',
      width: '120px',
      onPhone: 'first-end',
      cell: ({ state }) => <StatePill state={state} tone={migrationTone(state)} />,
    },
    { title: 'Risk', width: '100px', cell: ({ tier }) => tier?.replaceAll('_', ' ') ?? '–' },
    {
      title: 'Applied',
      width: '104px',
      onPhone: 'second-end',
      cell: ({ applied_at: at }) => <TimeAgo at={at} />,
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
      lead={migrationsLead(list)}
      list={list}
      columns={columns}
      idOf={idOf}
      hrefOf={({ id }) => `/migrations/${id}`}
      aboutOf={({ title, name }) => `migration ${title ?? name}`}
      empty={{ title: 'There are no migrations yet.', command: 'confiture migrate generate NAME' }}
      isFiltered={false}
    />
  );
}
