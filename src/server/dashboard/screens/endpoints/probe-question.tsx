import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { recoverWebhook, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';
import { TextField } from '../../parts/forms/text-field.js';
import { useEndpointStatistics } from './endpoint-figures.js';
import { missedText } from './question-texts.js';

/** Tests an endpoint, and puts back what it has missed where it answers. */
export function ProbeQuestion({
  endpoint: { id, name },
  started,
  close,
}: {
  readonly endpoint: Webhook;
  readonly started: (job: string) => void;
  readonly close: () => void;
}) {
  const [since, setSince] = useState('');
  const statistics = useEndpointStatistics(id);
  const missed = missedText(statistics, since.trim());
  return (
    <Confirm
      title={`Test ${name}; if it answers, ${missed}`}
      action="Probe and recover"
      act={async () => {
        const written = since.trim() === '' ? {} : { since: since.trim() };
        started((await dataOf(recoverWebhook(id, written, once()))).job.id);
      }}
      close={close}
    >
      <TextField
        label="Only since"
        value={since}
        set={setSince}
        placeholder="24h"
        hint="30m, 24h, 7d or a time such as 2026-01-09T14:00:00Z; empty for all."
      />
    </Confirm>
  );
}
