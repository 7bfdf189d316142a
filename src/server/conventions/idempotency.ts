import { createHash } from 'node:crypto';
import { ConfitureError } from '../../errors.js';
import { serialize } from '../../events/serializer.js';
import { claimReply, keepReply, type ReplyKey, releaseReply } from '../../storage/replies/kept-reply.js';
import type { AnyAnswer, Route, RouteRequest } from '../route.js';
import type { ServerContext } from '../server-context.js';
import { RequestInvalid } from './problem.js';

/** The parts of the server that kept answers use. */
export type ReplyContext = Pick<ServerContext, 'withConnection' | 'log'>;

/**
 * Answers a POST that has an `Idempotency-Key`: it is done once, and each repetition by the same token gets the same
 * answer for 24 hours, without what is shown once. A request that was refused or failed may be tried again with its key.
 * Where the answer of one that was done cannot be kept, it is given all the same, and the log says so: its key is then as
 * good as one whose server ended, busy for a moment and new afterwards.
 * @throws IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_BUSY
 */
export async function onceOnly(
  route: Route,
  request: RouteRequest,
  context: ReplyContext,
  handle: () => Promise<AnyAnswer>,
): Promise<AnyAnswer> {
  const { withConnection } = context;
  const key = request.header('idempotency-key');
  if (key === null || route.method !== 'post' || route.isRepeatable || route.scope === null) return handle();
  const reply = replyKey(key, request);
  const claim = await withConnection((connection, scope) =>
    claimReply(connection, scope, reply, hashOf(route, request)),
  );
  if (claim.kind === 'other') throw reused();
  if (claim.kind === 'busy') throw busy();
  if (claim.kind === 'kept') {
    const { status, headers, body } = claim.reply;
    const kept = JSON.parse(headers) as Record<string, string>;
    return {
      status,
      headers: { ...kept, 'idempotency-replayed': 'true' },
      ...(body !== null && { body: JSON.parse(body) as unknown }),
    };
  }
  return keepAnswer(route, reply, context, handle);
}

async function keepAnswer(
  { shownOnce = [], operationId }: Route,
  key: ReplyKey,
  { withConnection, log }: ReplyContext,
  handle: () => Promise<AnyAnswer>,
): Promise<AnyAnswer> {
  let answer: AnyAnswer;
  try {
    answer = await handle();
  } catch (error) {
    await withConnection((connection, scope) => releaseReply(connection, scope, key)).catch(() => {});
    throw error;
  }
  const { status, headers = {}, body } = answer;
  const hidden = Object.fromEntries(shownOnce.map((name) => [name, null]));
  const kept = body === undefined ? null : JSON.stringify({ ...body, ...hidden });
  await withConnection((connection, scope) =>
    keepReply(connection, scope, key, { status, headers: JSON.stringify(headers), body: kept }),
  ).catch((error: unknown) =>
    log.error('the answer of a request was not kept for its Idempotency-Key', {
      operation: operationId,
      code: ConfitureError.is(error) ? error.code : 'INTERNAL',
    }),
  );
  return answer;
}

function replyKey(key: string, { actor }: RouteRequest): ReplyKey {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new RequestInvalid([
      { pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 characters of ASCII without spaces' },
    ]);
  return { caller: actor.tokenId, keyHash: sha256(key) };
}

function hashOf({ method, path }: Route, { params, query, body }: RouteRequest): string {
  return sha256(serialize([method, path, params ?? null, query ?? null, body ?? null]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function reused(): ConfitureError {
  return new ConfitureError(
    'IDEMPOTENCY_KEY_REUSED',
    'the Idempotency-Key came with another request before',
    {
      hint: 'Use a new key for each request, and the same one to repeat it.',
    },
  );
}

function busy(): ConfitureError {
  return new ConfitureError('IDEMPOTENCY_KEY_BUSY', 'the first request with this key is not answered yet', {
    hint: 'Repeat it in a moment.',
    details: { headers: { 'retry-after': '1' } },
  });
}
