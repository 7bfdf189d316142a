import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { dataOf } from '../../api/client.js';
import { deleteWebhook, getWebhookStatistics, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';
import { lostText } from './question-texts.js';

/**
 * Removes an endpoint, after it has said how many deliveries wait for it and are lost with it. The count is read when it
 * is asked for; where it cannot be read, the server refuses as long as something waits.
 */
export function RemoveQuestion({
  endpoint: { id, name },
  close,
}: {
  readonly endpoint: Webhook;
  readonly close: () => void;
}) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { data, isPending } = useQuery({
    queryKey: ['statistics', id, 'before its removal'],
    queryFn: () => dataOf(getWebhookStatistics(id)),
    gcTime: 0,
    meta: { ownPace: true },
  });
  const lost = lostText(data);
  return (
    <Confirm
      title={lost === null ? `Remove ${name}` : `Remove ${name} and discard ${lost}`}
      action={lost === null ? 'Remove' : 'Remove and discard'}
      kind="danger"
      offReason={isPending ? 'what waits for it is being counted' : null}
      act={async () => {
        await dataOf(deleteWebhook(id, lost === null ? {} : { force: 'true' }));
        navigate('/endpoints');
        await client.invalidateQueries({ queryKey: ['webhooks'] });
      }}
      close={close}
    >
      {lost === null ? null : <p>What is discarded stays visible, and is not sent.</p>}
    </Confirm>
  );
}
