import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { disableWebhook, enableWebhook, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';

/** Switches an endpoint off, with a reason, or on. */
export function SwitchQuestion({
  endpoint: { id, name, state },
  close,
}: {
  readonly endpoint: Webhook;
  readonly close: () => void;
}) {
  const client = useQueryClient();
  // What was asked stays asked, though another may have switched it meanwhile.
  const [wasOff] = useState(state === 'disabled');
  const refresh = () => client.invalidateQueries();
  if (wasOff)
    return (
      <Confirm
        title={`Switch ${name} on: it gets what happens from now on`}
        action="Switch on"
        act={() => dataOf(enableWebhook(id, once())).then(refresh)}
        close={close}
      >
        <p>What was kept meanwhile is sent where it is asked for: retry it, or probe and recover.</p>
      </Confirm>
    );
  return (
    <Confirm
      title={`Switch ${name} off: events are kept, and none is sent`}
      action="Switch off"
      kind="danger"
      reasonLabel="Reason, for the audit log"
      isReasonNeeded
      act={(reason) => dataOf(disableWebhook(id, { reason }, once())).then(refresh)}
      close={close}
    />
  );
}
