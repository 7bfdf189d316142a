import { updateEndpoint as updateRow } from '../../../../endpoints/stored/change-rows.js';
import type { StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { sealParts } from '../../../../endpoints/stored/unseal-endpoint.js';
import type { ManageContext } from '../manage-context.js';
import { partsShown } from '../parts-shown.js';
import { checkParts, type EndpointParts } from './check-parts.js';
import { requireReach } from './create-endpoint.js';
import { changeLocked, type EndpointChoice, requireUnsealed } from './locked-change.js';
import { recordChange } from './record-change.js';

/** The parts to change; a header with null is taken away. */
export interface EndpointPatch extends Omit<Partial<EndpointParts>, 'headers'> {
  readonly headers?: Readonly<Record<string, string | null>>;
}

/**
 * Changes parts of an endpoint. What waits for it is sent as it is then.
 * @throws ENDPOINT_UNKNOWN, ENDPOINT_FIXED, ENDPOINT_INVALID, ENDPOINT_LOCKED, PRECONDITION_FAILED
 */
export async function updateEndpoint(
  context: ManageContext,
  choice: EndpointChoice,
  patch: EndpointPatch,
): Promise<StoredEndpoint> {
  const { connection, scope, settings } = context;
  if (patch.url !== undefined && URL.canParse(patch.url)) await requireReach(patch.url, settings);
  return changeLocked(context, choice, async (row) => {
    const { parts, keys } = requireUnsealed(context, row);
    const { name, events, format, schedule, timeoutMs, allowInsecure, overlapUntil } = row;
    const before = {
      url: parts.url,
      events,
      format,
      schedule,
      timeoutMs,
      allowInsecure,
      headers: parts.headers,
    };
    const headers = mergedHeaders(parts.headers, patch.headers ?? {});
    const secrets = parts.secrets.filter(({ untilMs }) => untilMs === null).map(({ secret }) => secret);
    const after = checkParts(name, { ...before, ...patch, headers }, secrets, settings.environment);
    const sealed = sealParts(row.id, scope, { ...after, secrets: parts.secrets }, keys[0]);
    const isUrlNew = after.url !== before.url;
    const stored = await updateRow(
      connection,
      row.id,
      { ...after, ...sealed },
      { isUrlNew, isRotated: false, overlapUntil },
    );
    await recordChange(
      context,
      'webhook.updated',
      row,
      differences(partsShown(before), partsShown(after), isUrlNew),
    );
    return stored;
  });
}

function mergedHeaders(
  present: Readonly<Record<string, string>>,
  patch: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const changed = new Set(Object.keys(patch).map((name) => name.toLowerCase()));
  const kept = Object.entries(present).filter(([name]) => !changed.has(name.toLowerCase()));
  const given = Object.entries(patch).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries([...kept, ...given]);
}

/** Only the fields that were changed; a new URL may look the same, since its path is masked. */
function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  isUrlNew: boolean,
): { readonly before: Readonly<Record<string, unknown>>; readonly after: Readonly<Record<string, unknown>> } {
  const changed = Object.keys(after).filter(
    (field) =>
      (field === 'url' && isUrlNew) || JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const only = (fields: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((field) => [field, fields[field]]));
  return { before: only(before), after: only(after) };
}
