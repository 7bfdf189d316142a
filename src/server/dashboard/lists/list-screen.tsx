import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { ApiProblem } from '../api/api-problem.js';
import { isStaleFault } from '../live/stale-fault.js';
import { Button } from '../parts/button.js';
import { Empty } from '../parts/notice.js';
import { ProblemNotice } from '../parts/problem-notice.js';
import { Skeleton } from '../parts/skeleton.js';
import { type Column, DataList } from './data-list.js';
import { NewRowsAnnounced } from './new-rows-announced.js';
import { useHold } from './use-hold.js';
import type { ShownList } from './use-list.js';
import './list-screen.css';

interface ListScreenProps<Row> {
  readonly title: string;
  /** One sentence under the title that answers what the screen is asked. */
  readonly lead: ReactNode;
  readonly list: ShownList<Row>;
  readonly columns: readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
  readonly hrefOf: (row: Row) => string;
  /** What the link of a row leads to, for a reader who hears it without its row. */
  readonly aboutOf?: (row: Row) => string;
  readonly rowKeys?: Readonly<Record<string, (row: Row) => void>>;
  readonly filter?: ReactNode;
  readonly actions?: ReactNode;
  /** Said where there is nothing, with the command that changes it. */
  readonly empty: { readonly title: string; readonly hint?: string; readonly command?: string };
  readonly isFiltered: boolean;
}

/** A screen that is a list: its title, its filter, its rows, and what is said while there are none. */
export function ListScreen<Row>(props: ListScreenProps<Row>) {
  const { title, lead, list, filter, actions } = props;
  const body = useRef<HTMLDivElement>(null);
  const [isHeld, hold] = useHold(body);
  const { setHeld } = list;
  useEffect(() => setHeld(isHeld), [isHeld, setHeld]);
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>{title}</h1>
          {/* What is not known yet has its line already. */}
          <p className="screen-lead">{lead || '\u00a0'}</p>
        </div>
        {actions}
      </div>
      {filter}
      {list.error === null || isSaidByFrame(list) ? null : (
        <div className="screen-notice">
          <ProblemNotice error={list.error} retry={list.retry} />
        </div>
      )}
      <div ref={body} {...hold}>
        <NewRows waiting={list.waiting} show={list.showWaiting} />
        <Rows {...props} />
      </div>
    </>
  );
}

/** True where the server, or what it needs, is gone while there are rows: the frame says so, and they stay in place. */
function isSaidByFrame({ error, rows }: Pick<ShownList<unknown>, 'error' | 'rows'>): boolean {
  return rows.length > 0 && (!(error instanceof ApiProblem) || isStaleFault(error));
}

/** What has come meanwhile. Who works by keyboard goes on at the first row: the focus would be lost with the button. */
function NewRows({ waiting, show }: { readonly waiting: number; readonly show: () => void }) {
  const showAndGo = () => {
    const isByKeyboard = document.activeElement?.matches(':focus-visible') === true;
    show();
    if (isByKeyboard) requestAnimationFrame(() => document.querySelector<HTMLElement>('.list-link')?.focus());
  };
  return (
    <div className="list-new">
      {waiting === 0 ? null : (
        <Button onPress={showAndGo} about="rows: show them">
          {`${waiting} new`}
        </Button>
      )}
      <NewRowsAnnounced waiting={waiting} />
    </div>
  );
}

function Rows<Row>({
  title,
  list,
  columns,
  idOf,
  hrefOf,
  aboutOf,
  rowKeys,
  empty,
  isFiltered,
}: ListScreenProps<Row>) {
  const [, navigate] = useLocation();
  if (list.rows.length === 0) {
    if (list.isLoading)
      return (
        <div className="list-loading">
          <Skeleton rows={8} label={title} />
        </div>
      );
    if (list.error !== null) return null;
    return isFiltered ? <Empty title="Nothing fits this filter." /> : <Empty {...empty} />;
  }
  return (
    <DataList
      label={title}
      rows={list.rows}
      columns={columns}
      idOf={idOf}
      hrefOf={hrefOf}
      open={navigate}
      {...(aboutOf !== undefined && { aboutOf })}
      {...(rowKeys !== undefined && { rowKeys })}
      onEnd={list.loadMore}
    />
  );
}
