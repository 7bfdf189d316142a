import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { createWebhook, type WebhookRequest } from '../../api/generated.js';
import { Button } from '../../parts/button.js';
import { ProblemNotice } from '../../parts/problem-notice.js';
import { ShownOnce } from '../../parts/shown-once.js';

const FORMATS = [
  'envelope',
  'confiture',
  'flat',
  'cloudevents',
  'slack',
  'discord',
  'teams',
  'pagerduty',
  'opsgenie',
] as const;

/** Stores an endpoint, and shows its signing secret once. */
export function NewEndpointForm({ close }: { readonly close: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState({
    url: '',
    name: '',
    events: 'migration.completed, migration.failed',
    format: 'envelope',
  });
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [url, name, events, format] = [useId(), useId(), useId(), useId()];
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (secret !== null) return <ShownOnce what="The signing secret" secret={secret} close={close} />;
  const submit = () => {
    dataOf(createWebhook(requestOf(draft), once())).then(async (made) => {
      await client.invalidateQueries({ queryKey: ['webhooks'] });
      setSecret(made.secret);
    }, setError);
  };
  const change =
    (field: keyof typeof draft) =>
    ({ target }: { readonly target: { readonly value: string } }) =>
      setDraft({ ...draft, [field]: target.value });
  return (
    <form
      className="confirm screen-form"
      aria-label="New endpoint"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={url}>URL</label>
      <input
        id={url}
        ref={first}
        type="url"
        value={draft.url}
        onChange={change('url')}
        placeholder="https://…"
      />
      <label htmlFor={name}>Name, empty for one made of the host</label>
      <input id={name} value={draft.name} onChange={change('name')} />
      <label htmlFor={events}>Events, with commas between</label>
      <input id={events} value={draft.events} onChange={change('events')} />
      <label htmlFor={format}>Format</label>
      <select id={format} value={draft.format} onChange={change('format')}>
        {FORMATS.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      {error === null ? null : <ProblemNotice error={error} />}
      <div className="confirm-buttons">
        <Button
          type="submit"
          kind="main"
          onPress={submit}
          offReason={draft.url === '' ? 'give it a URL first' : null}
        >
          Store the endpoint
        </Button>
        <Button kind="quiet" onPress={close}>
          Close
        </Button>
      </div>
    </form>
  );
}

function requestOf({
  url,
  name,
  events,
  format,
}: Record<'url' | 'name' | 'events' | 'format', string>): WebhookRequest {
  return {
    url: url.trim(),
    ...(name.trim() !== '' && { name: name.trim() }),
    events: events
      .split(',')
      .map((event) => event.trim())
      .filter((event) => event !== ''),
    format: format as NonNullable<WebhookRequest['format']>,
  };
}
