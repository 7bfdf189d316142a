import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { dataOf } from '../../api/client.js';
import { listWebhooks, type Webhook } from '../../api/generated.js';
import { knownEndpoints } from '../../api/shared-queries.js';
import type { Column } from '../../lists/data-list.js';
import { ListScreen } from '../../lists/list-screen.js';
import { useList } from '../../lists/use-list.js';
import { Actions } from '../../parts/actions.js';
import { StatePill } from '../../parts/state-pill.js';
import { useMay } from '../../session/may.js';
import { endpointsLead } from '../leads.js';
import { EndpointFigures } from './endpoint-figures.js';
import { endpointState } from './endpoint-state.js';
import { NewEndpointForm } from './new-endpoint-form.js';

const KEY = ['webhooks'];
const idOf = ({ id }: Webhook) => id;

/** Where events go, whatever the source. */
export function EndpointsScreen() {
  const may = useMay('manage');
  const [isMaking, setMaking] = useState(false);
  const fetchPage = useCallback(
    (cursor: string | undefined) => dataOf(listWebhooks(cursor === undefined ? {} : { cursor })),
    [],
  );
  const { data: known } = useQuery(knownEndpoints);
  const list = useList<Webhook>({ key: KEY, fetchPage, idOf });
  const columns: readonly Column<Webhook>[] = [
    {
      title: 'Name',
      width: 'minmax(120px, 1fr)',
      onPhone: 'first',
      cell: ({ name }) => <span className="outside-text">{name}</span>,
    },
    {
      title: 'URL',
      width: 'minmax(160px, 1.7fr)',
      onPhone: 'second',
      cell: ({ url }) => <span className="mono outside-text">{url ?? 'sealed'}</span>,
    },
    {
      title: 'State',
      width: '120px',
      onPhone: 'first-end',
      cell: (endpoint) => <StatePill state={endpointState(endpoint)} />,
    },
    {
      title: 'Events',
      isExtra: true,
      width: 'minmax(140px, 1.2fr)',
      cell: ({ events }) => <span title={events.join(', ')}>{events.join(', ')}</span>,
    },
    { title: 'Format', isExtra: true, width: '80px', cell: ({ format }) => format },
    { title: 'Last 24 h', width: '96px', cell: ({ name }) => <EndpointFigures name={name} show="line" /> },
    {
      title: 'Success',
      width: '72px',
      align: 'end',
      cell: ({ name }) => <EndpointFigures name={name} show="rate" />,
    },
    {
      title: 'Oldest waiting',
      width: '96px',
      cell: ({ name }) => <EndpointFigures name={name} show="oldest" />,
    },
    { title: 'Source', isExtra: true, width: '104px', onPhone: 'second-end', cell: ({ source }) => source },
  ];
  return (
    <ListScreen
      title="Endpoints"
      lead={endpointsLead(known)}
      list={list}
      columns={columns}
      idOf={idOf}
      hrefOf={({ id }) => `/endpoints/${encodeURIComponent(id)}`}
      actions={
        <Actions
          actions={[{ name: 'New endpoint', act: () => setMaking(true), offReason: may, kind: 'main' }]}
        />
      }
      filter={isMaking ? <NewEndpointForm close={() => setMaking(false)} /> : null}
      empty={{ title: 'No endpoint is set up.', command: 'confiture webhooks add https://…' }}
      isFiltered={false}
    />
  );
}
