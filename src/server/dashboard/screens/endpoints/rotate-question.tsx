import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, once } from '../../api/client.js';
import { rotateWebhookSecret, type Webhook } from '../../api/generated.js';
import { Confirm } from '../../parts/confirm.js';
import { ChoiceField } from '../../parts/forms/choice-field.js';

const OVERLAPS = [
  ['86400', 'for a day'],
  ['3600', 'for an hour'],
  ['604800', 'for 7 days'],
  ['0', 'not at all: the one before is known to others'],
] as const;
type Overlap = (typeof OVERLAPS)[number][0];

/** Gives an endpoint a new secret, which signs beside the one before for a while. */
export function RotateQuestion({
  endpoint: { id, name },
  rotated,
  close,
}: {
  readonly endpoint: Webhook;
  readonly rotated: (secret: string | null) => void;
  readonly close: () => void;
}) {
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>('86400');
  return (
    <Confirm
      title={`Give ${name} a new secret`}
      action="Rotate"
      kind={overlap === '0' ? 'danger' : 'main'}
      act={async () => {
        const made = await dataOf(rotateWebhookSecret(id, { overlap_seconds: Number(overlap) }, once()));
        rotated(made.secret);
        await client.invalidateQueries();
      }}
      close={close}
    >
      <ChoiceField
        label="The old and the new one both sign"
        value={overlap}
        set={setOverlap}
        choices={OVERLAPS}
      />
    </Confirm>
  );
}
