import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type EventFilter, listWebhooks, replayEvents } from '../../api/generated.js';
import { ChoiceField } from '../../parts/forms/choice-field.js';
import { EntryForm } from '../../parts/forms/entry-form.js';
import { BulkAction } from '../bulk/bulk-action.js';
import type { BulkQuestion } from '../bulk/bulk-steps.js';
import { bulkTitle } from '../bulk/bulk-title.js';

const MOST_ENDPOINTS = 200;

interface ReplayProps extends BulkQuestion {
  readonly filter: EventFilter;
}

/** Sends the events of a filter to an endpoint that was not sent them: asks to which, then counts, then asks once. */
export function Replay(props: ReplayProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  return chosen === null ? (
    <ChooseEndpoint choose={setChosen} close={props.close} />
  ) : (
    <ReplayTo {...props} endpoint={chosen} />
  );
}

function ChooseEndpoint({
  choose,
  close,
}: {
  readonly choose: (endpoint: string) => void;
  readonly close: () => void;
}) {
  const { data } = useQuery({
    queryKey: ['webhooks', 'all'],
    queryFn: () => dataOf(listWebhooks({ limit: MOST_ENDPOINTS })),
  });
  const names = data?.data.map(({ name }) => name) ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? names[0] ?? '';
  return (
    <EntryForm
      label="Replay to which endpoint?"
      action="Count them"
      offReason={name === '' ? 'there is no endpoint' : null}
      submit={async () => choose(name)}
      close={close}
    >
      <ChoiceField
        label="Endpoint"
        value={name}
        set={setTyped}
        choices={names.map((each) => [each, each] as const)}
      />
    </EntryForm>
  );
}

function ReplayTo({ filter, endpoint, started, close }: ReplayProps & { readonly endpoint: string }) {
  const asked = { endpoint, filter };
  return (
    <BulkAction
      name={['replay', asked]}
      count={async () => {
        const counted = await dataOf(replayEvents({ ...asked, dry_run: true }, once()));
        if (!('count' in counted)) throw new Error('a dry run was answered with a job');
        return counted;
      }}
      titleOf={({ count }) =>
        bulkTitle('Replay', ['event', 'events'], { count, endpoints: [{ hook: '', endpoint, count }] })
      }
      verb="Replay"
      nothing={`${endpoint} was sent all of these, or does not take their types.`}
      start={async () => {
        const answer = await dataOf(replayEvents(asked, once()));
        if (!('job' in answer)) throw new Error('a replay was answered with a count');
        return answer;
      }}
      started={started}
      close={close}
    />
  );
}
