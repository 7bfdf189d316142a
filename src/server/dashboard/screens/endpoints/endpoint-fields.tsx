import { endpointFormats } from '../../api/choices.js';
import { ChoiceField } from '../../parts/forms/choice-field.js';
import { TextField } from '../../parts/forms/text-field.js';
import type { EndpointDraft } from './endpoint-draft.js';

const FORMATS = endpointFormats.map((format) => [format, format] as const);

/** The fields of an endpoint; `stored` holds what is there already of one that is changed. */
export function EndpointFields({
  draft,
  change,
  stored,
}: {
  readonly draft: EndpointDraft;
  readonly change: (draft: EndpointDraft) => void;
  readonly stored?: { readonly url: string | null; readonly headers: readonly string[] };
}) {
  const set = (field: keyof EndpointDraft) => (value: string) => change({ ...draft, [field]: value });
  return (
    <>
      <TextField
        label="URL"
        value={draft.url}
        set={set('url')}
        placeholder="https://…"
        {...(stored !== undefined && { hint: `Empty keeps ${stored.url ?? 'the one it has'}.` })}
      />
      {stored !== undefined ? null : (
        <TextField label="Name" value={draft.name} set={set('name')} hint="Empty: named after its host." />
      )}
      <TextField
        label="Events"
        value={draft.events}
        set={set('events')}
        hint="Types and patterns, separated by commas: migration.*, run.failed"
      />
      <ChoiceField label="Format" value={draft.format} set={set('format')} choices={FORMATS} />
      <TextField
        label="Schedule of attempts"
        value={draft.schedule}
        set={set('schedule')}
        suggestions={['sensei', 'confiture']}
        hint="sensei, confiture, or the seconds before each attempt: 0, 5, 30"
      />
      <TextField
        label="Time-out of an attempt, in milliseconds"
        value={draft.timeoutMs}
        set={set('timeoutMs')}
      />
      <TextField
        label="Headers"
        value={draft.headers}
        set={set('headers')}
        lines={3}
        placeholder="X-Team: payments"
        hint={
          stored === undefined
            ? 'One header a line.'
            : `One header a line; a name without a value removes it. Stored: ${stored.headers.join(', ') || 'none'}.`
        }
      />
    </>
  );
}
