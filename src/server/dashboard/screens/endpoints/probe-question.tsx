import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { type EndpointStatistics, recoverWebhook, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';
import { TextField } from '../../parts/forms/text-field.js';
import { useEndpointStatistics } from './endpoint-figures.js';

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
  const missed = missedText(statistics);
  return (
    <Confirm
      title={`Test ${name}; where it answers, ${missed} due again, ten a second`}
      action="Probe and recover"
      act={async () => {
        const written = since.trim() === '' ? {} : { since: since.trim() };
        started((await dataOf(recoverWebhook(id, written, once()))).job.id);
      }}
      close={close}
    >
      <TextField label="Only since" value={since} set={setSince} placeholder="24h" hint="Empty for all." />
    </Confirm>
  );
}

/** What an endpoint has missed, with its count, as the subject of a sentence. */
function missedText(statistics: EndpointStatistics | undefined): string {
  if (statistics === undefined) return 'what it missed is';
  const { failed, waiting } = statistics;
  const count = failed.count + waiting.count;
  if (count === 1) return 'the delivery that failed or waits is';
  const more = failed.capped || waiting.capped ? ' or more' : '';
  return `${count.toLocaleString('en')}${more} deliveries that failed or wait are`;
}
