import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem.js';
import { dataOf, type Tagged, taggedOf } from '../../api/client.js';
import { getWebhook, updateWebhook, type Webhook } from '../../api/generated.js';
import { EntryForm } from '../../parts/forms/entry-form.js';
import { Notice } from '../../parts/notice.js';
import { changedFields, draftOf, patchOf, rebased } from './endpoint-draft.js';
import { EndpointFields } from './endpoint-fields.js';

interface EditProps {
  /** The endpoint as it was when the form was asked for, with its ETag. */
  readonly opened: Tagged<Webhook>;
  readonly close: () => void;
}

/**
 * Changes an endpoint of the database. Where another changed it meanwhile nothing is stored: the form says what is
 * otherwise now and keeps what was typed, so that sending it again is a decision.
 */
export function EditEndpointForm({ opened, close }: EditProps) {
  const client = useQueryClient();
  const [seen, setSeen] = useState(opened);
  const [draft, change] = useState(draftOf(opened.data));
  const [theirs, setTheirs] = useState<readonly (readonly [field: string, value: string])[]>([]);
  const before = draftOf(seen.data);
  const patch = patchOf(draft, before);
  const { id, name, url, headers } = seen.data;
  const submit = async () => {
    try {
      await dataOf(updateWebhook(id, patch, { headers: { 'if-match': seen.etag } }));
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'PRECONDITION_FAILED')) throw error;
      const now = await taggedOf(getWebhook(id));
      setTheirs(changedFields(seen.data, now.data));
      change(rebased(draft, before, draftOf(now.data)));
      setSeen(now);
      return;
    }
    await client.invalidateQueries();
    close();
  };
  return (
    <EntryForm
      label={`Change ${name}`}
      action={theirs.length === 0 ? 'Store the change' : 'Store it all the same'}
      offReason={Object.keys(patch).length === 0 ? 'nothing is changed yet' : null}
      submit={submit}
      close={close}
    >
      {theirs.length === 0 ? null : (
        <Notice
          tone="waits"
          title="Another changed it meanwhile. Nothing was stored; what you typed is kept."
          isUrgent
        >
          <ul>
            {theirs.map(([field, value]) => (
              <li key={field} className="outside-text">
                {field} is now {value}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <EndpointFields draft={draft} change={change} stored={{ url, headers: Object.keys(headers ?? {}) }} />
    </EntryForm>
  );
}
