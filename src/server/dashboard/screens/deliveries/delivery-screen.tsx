import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { dataOf, once } from '../../api/client.js';
import { type Attempt, type DeliveryDetail, getDelivery, retryDelivery } from '../../api/generated.js';
import { useHotkeys } from '../../frame/hotkeys.js';
import { Actions } from '../../parts/actions.js';
import { Announced } from '../../parts/announced.js';
import { Confirm } from '../../parts/confirm.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Facts } from '../../parts/facts.js';
import { isNoMore, MissingScreen } from '../../parts/missing-screen.js';
import { StatePill } from '../../parts/state-pill.js';
import { useOffReason } from '../../session/may.js';
import { durationText } from '../../time/duration-text.js';
import { TimeAgo } from '../../time/time-ago.js';
import { migrationPath } from '../migrations/migration-path.js';
import { curlOf } from './curl.js';
import { DeliveryPill, EventLink } from './delivery-columns.js';
import { deliveryState } from './delivery-state.js';
import { Exchange } from './exchange.js';
import { adviceText, answerText, endText } from './reason.js';
import './delivery-screen.css';

const WATCH_MS = 2_000;

/** One delivery: its attempts at the left, request and response of the chosen one at the right. */
export function DeliveryScreen({ id }: { readonly id: string }) {
  const {
    data: delivery,
    error,
    refetch,
  } = useQuery({
    queryKey: ['delivery', id],
    queryFn: () => dataOf(getDelivery(id)),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? WATCH_MS : false),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const attempts = [...(delivery?.attempts ?? [])].reverse();
  const attempt = attempts.find((each) => each.id === chosen) ?? attempts[0] ?? null;
  // The newest is shown by its place: one that comes while the page is open takes it.
  const choose = ({ id }: Attempt) => setChosen(id === attempts[0]?.id ? null : id);
  const move = (step: number) => {
    const next = attempts[attempts.findIndex((each) => each.id === attempt?.id) + step];
    if (next !== undefined) choose(next);
  };
  useHotkeys({ j: () => move(1), k: () => move(-1) });
  if (delivery === undefined || isNoMore(error))
    return (
      <MissingScreen
        what="delivery"
        error={error}
        retry={() => void refetch()}
        list={{ href: '/deliveries', title: 'All deliveries' }}
      />
    );
  return (
    <>
      <Announced text={`The delivery to ${delivery.endpoint} is ${deliveryState(delivery)}.`} />
      <div className="screen-head">
        <div>
          <h1>
            <DeliveryPill delivery={delivery} detail={delivery.last_answer} />{' '}
            <span className="outside-text">{delivery.endpoint}</span>
          </h1>
          <p className="screen-lead">{reasonOf(delivery, attempts[0] ?? null)}</p>
        </div>
        <DeliveryActions delivery={delivery} />
      </div>
      <Facts
        facts={{
          Event: <EventLink delivery={delivery} />,
          Migration:
            delivery.migration === null ? null : (
              <Link className="outside-text" href={migrationPath(delivery.migration)}>
                {delivery.migration}
              </Link>
            ),
          Run:
            delivery.run_id === null ? null : (
              <Link href={`/runs/${delivery.run_id}`}>{delivery.run_id}</Link>
            ),
          Happened: <TimeAgo at={delivery.created_at} />,
          'Next attempt':
            delivery.due_at === null ? null : delivery.endpoint_disabled === null ? (
              <TimeAgo at={delivery.due_at} past="due" />
            ) : (
              'when the endpoint is switched on'
            ),
        }}
      />
      <div className="delivery-parts">
        <nav aria-label="Attempts" className="attempts">
          {attempts.length === 0 ? <p className="attempts-none">No attempt has been made yet.</p> : null}
          {attempts.map((each) => (
            <button
              key={each.id}
              type="button"
              className="attempt"
              aria-current={each.id === attempt?.id}
              onClick={() => choose(each)}
            >
              <span className="visually-hidden">Attempt {each.number}, </span>
              <span className="attempt-line">
                <StatePill state={each.outcome === 'done' ? 'delivered' : 'failed'} detail={answerOf(each)} />
                <span>{durationText(each.duration_ms / 1000)}</span>
              </span>
              <span className="attempt-line attempt-more">
                <span aria-hidden="true">Attempt {each.number}</span>
                <TimeAgo at={each.ended_at} />
              </span>
            </button>
          ))}
        </nav>
        <Exchange delivery={delivery} attempt={attempt} isNewest={chosen === null} />
      </div>
    </>
  );
}

/** As short as the state of the delivery tells it: `503`, `timeout`. */
function answerOf({ response_status: status, error, result }: Attempt): string {
  return status === null ? (error ?? result) : String(status);
}

/** One sentence: what the receiver said, and what follows. */
function reasonOf(delivery: DeliveryDetail, attempt: Attempt | null) {
  if (deliveryState(delivery) === 'held')
    return <span className="outside-text">The endpoint is switched off: {delivery.endpoint_disabled}.</span>;
  if (attempt === null) return 'It waits for its first attempt.';
  return (
    <span className="outside-text">
      {answerText(attempt)}
      {delivery.due_at === null || delivery.sending ? (
        endText(delivery)
      ) : (
        <>
          ; the next attempt is <TimeAgo at={delivery.due_at} past="due" />
        </>
      )}
      . {adviceText(attempt)}
    </span>
  );
}

function DeliveryActions({ delivery }: { readonly delivery: DeliveryDetail }) {
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const offReason = useOffReason('operate')(delivery.sending ? 'an attempt is being made' : null);
  const ask = () => offReason === null && setAsked(true);
  useHotkeys({ r: ask });
  const isRepeat = delivery.state === 'delivered';
  return (
    <div>
      <Actions
        actions={[
          {
            name: 'Retry',
            act: ask,
            offReason,
            kind: isRepeat || isAsked ? 'plain' : 'main',
            hotkey: 'r',
            about: `the delivery to ${delivery.endpoint}`,
          },
        ]}
      >
        {delivery.request === null ? null : (
          <CopyButton text={() => curlOf(delivery.request)}>Copy as curl</CopyButton>
        )}
        <Link className="button" href={`/endpoints/${encodeURIComponent(delivery.endpoint)}`}>
          Open endpoint
        </Link>
      </Actions>
      {isAsked ? (
        <Confirm
          title={
            isRepeat
              ? 'It was delivered already: send it once more'
              : `Retry this delivery to ${delivery.endpoint}`
          }
          action="Retry"
          act={async () => {
            await dataOf(retryDelivery(delivery.endpoint, delivery.id, once()));
            await client.invalidateQueries({ queryKey: ['delivery', delivery.id] });
          }}
          close={() => setAsked(false)}
        >
          {delivery.url_changed === true ? (
            <p>The URL of the endpoint has changed since the last attempt.</p>
          ) : null}
        </Confirm>
      ) : null}
    </div>
  );
}
