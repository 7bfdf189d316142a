import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiProblem } from '../../api/api-problem.js';
import { dataOf } from '../../api/client.js';
import { deleteWebhook, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';

/** Removes an endpoint. Where events wait for it that is asked once more, with their count. */
export function RemoveQuestion({
  endpoint: { id, name },
  close,
}: {
  readonly endpoint: Webhook;
  readonly close: () => void;
}) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [waiting, setWaiting] = useState<string | null>(null);
  const remove = async (force: boolean) => {
    await dataOf(deleteWebhook(id, force ? { force: 'true' } : {}));
    navigate('/endpoints');
    await client.invalidateQueries({ queryKey: ['webhooks'] });
  };
  if (waiting !== null)
    return (
      <Confirm
        key="forced"
        title={`${waiting}. Remove it and discard them`}
        action="Remove and discard"
        kind="danger"
        act={() => remove(true)}
        close={close}
      >
        <p>What is discarded stays visible, and is not sent.</p>
      </Confirm>
    );
  return (
    <Confirm
      key="asked"
      title={`Remove ${name}`}
      action="Remove"
      kind="danger"
      act={() =>
        remove(false).catch((error: unknown) => {
          if (!(error instanceof ApiProblem && error.code === 'ENDPOINT_UNDELIVERED')) throw error;
          setWaiting(error.detail);
        })
      }
      close={close}
      done={() => {}}
    />
  );
}
