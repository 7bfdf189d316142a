import { updateEndpoint as updateRow } from '../../../../endpoints/stored/change-rows.js';
import type { StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { sealParts } from '../../../../endpoints/stored/unseal-endpoint.js';
import type { ManageContext } from '../manage-context.js';
import { secretHint } from '../parts-shown.js';
import { checkParts, invalidEndpoint } from './check-parts.js';
import { newSecret } from './create-endpoint.js';
import { changeLocked, type EndpointChoice, requireUnsealed } from './locked-change.js';
import { recordChange } from './record-change.js';

export interface RotatedEndpoint {
  readonly row: StoredEndpoint;
  /** To be shown once. */
  readonly secret: string;
}

const OVERLAP_SECONDS = 86_400;
export const MOST_OVERLAP_SECONDS = 30 * 86_400;
/** Each signs every request, and headers are bounded. */
const MOST_SECRETS = 5;

/**
 * Gives an endpoint a new signing secret. The present one signs beside it for `overlapSeconds`; with 0 it signs nothing
 * any more at once.
 * @throws ENDPOINT_UNKNOWN, ENDPOINT_FIXED, ENDPOINT_INVALID, ENDPOINT_LOCKED, PRECONDITION_FAILED
 */
export async function rotateSecret(
  context: ManageContext,
  choice: EndpointChoice,
  {
    secret = newSecret(),
    overlapSeconds = OVERLAP_SECONDS,
  }: { readonly secret?: string; readonly overlapSeconds?: number },
): Promise<RotatedEndpoint> {
  const { connection, scope, settings } = context;
  const row = await changeLocked(context, choice, async (row) => {
    const { parts, keys } = requireUnsealed(context, row);
    const nowMs = await serverTime(context);
    const untilMs = nowMs + overlapSeconds * 1000;
    const retiring =
      overlapSeconds === 0
        ? []
        : parts.secrets.map((each) => ({ ...each, untilMs: Math.min(each.untilMs ?? untilMs, untilMs) }));
    const signing = retiring
      .filter((each) => each.untilMs > nowMs && each.secret !== secret)
      .slice(0, MOST_SECRETS - 1);
    if (parts.secrets.some((each) => each.secret === secret && each.untilMs === null))
      throw invalidEndpoint([{ field: 'secret', message: 'is the one that signs already' }]);
    const checked = checkParts(row.name, { ...row, ...parts }, [secret], settings.environment);
    const secrets = [{ secret, untilMs: null }, ...signing];
    const sealed = sealParts(row.id, scope, { ...checked, secrets }, keys[0]);
    const ends = signing.map((each) => each.untilMs);
    const overlapUntil = ends.length === 0 ? null : new Date(Math.max(...ends));
    const stored = await updateRow(
      connection,
      row.id,
      { ...checked, ...sealed },
      { isUrlNew: false, isRotated: true, overlapUntil },
    );
    await recordChange(context, 'webhook.rotated', row, {
      after: { secret_hint: secretHint(secret), overlap_until: overlapUntil?.toISOString() ?? null },
    });
    return stored;
  });
  return { row, secret };
}

/** Senders end an overlap by their own clocks; those of all of them follow the server's more closely than one host's. */
async function serverTime({ connection }: ManageContext): Promise<number> {
  const [row] = await connection.query<{ ms: number }>(
    "select floor(date_part('epoch', clock_timestamp()) * 1000)::float8 as ms",
  );
  if (row === undefined) throw new Error('the server answered without a row');
  return row.ms;
}
