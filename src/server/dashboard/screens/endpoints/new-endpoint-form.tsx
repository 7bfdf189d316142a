import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { createWebhook } from '../../api/generated.js';
import { EntryForm } from '../../parts/forms/entry-form.js';
import { ShownOnce } from '../../parts/shown-once.js';
import { NEW_ENDPOINT, requestOf } from './endpoint-draft.js';
import { EndpointFields } from './endpoint-fields.js';

/** Stores an endpoint, and shows its signing secret once. */
export function NewEndpointForm({ close }: { readonly close: () => void }) {
  const client = useQueryClient();
  const [draft, change] = useState(NEW_ENDPOINT);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <ShownOnce what="The signing secret" secret={secret} close={close} />;
  return (
    <EntryForm
      label="New endpoint"
      action="Store the endpoint"
      offReason={draft.url.trim() === '' ? 'give it a URL first' : null}
      submit={async () => {
        const made = await dataOf(createWebhook(requestOf(draft), once()));
        setSecret(made.secret);
        await client.invalidateQueries({ queryKey: ['webhooks'] });
      }}
      close={close}
    >
      <EndpointFields draft={draft} change={change} />
    </EntryForm>
  );
}
