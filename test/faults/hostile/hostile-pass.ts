import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createWebhooksHook, type WebhooksHook } from '../../../hooks/webhooks.js';
import type { Connection } from '../../../src/database/connection.js';
import type { Endpoint } from '../../../src/events/endpoint.js';
import { fixedEndpoints } from '../../../src/events/endpoint-source.js';
import { createDatabase } from '../../support/database.js';
import { type RawReceiver, startRaw, startRawTls } from '../../support/raw-receiver.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { entryFor, openConnection, passAt, store } from '../outbox-bench.js';
import type { HostileKind } from './hostile-kind.js';
import { createSenderHook } from './sender-hook.js';
import { readStored, type Stored } from './stored.js';

/** The clock of a pass stands still; by default here, so far ahead that everything stored is due. */
export const AT = new Date('2100-01-01T00:00:00Z');

const GENEROUS_MS = 10_000;

export interface HostilePass {
  /** By name of the endpoint: `confiture`, `sensei` and `good`. */
  readonly stored: Readonly<Record<string, Stored>>;
  readonly good: Recorder;
  /** For each of the hostile receivers, the connections over which something was sent. */
  readonly requests: readonly number[];
  /** Bytes the hostile receivers could get rid of. */
  readonly bytesPoured: number;
}

/**
 * One pass of a worker over three deliveries of one event: to a receiver of this kind on the schedule `confiture`, to
 * another one on `sensei`, and to a good one.
 */
export async function hostilePass(kind: HostileKind): Promise<HostilePass> {
  const { url, connection } = await openOutbox();
  const hostile = [await openHostile(kind), await openHostile(kind)] as const;
  const good = await openRecorder();
  const endpoints = [
    hostileEndpoint(kind, hostile[0].receiver, { name: 'confiture', schedule: 'confiture' }),
    hostileEndpoint(kind, hostile[1].receiver, { name: 'sensei', schedule: 'sensei' }),
    endpointOf({ name: 'good', url: good.url }),
  ];
  const hook = kind.sender ? sendingWith(kind.sender, endpoints) : webhooksAt(endpoints);
  await store(connection, [entryFor(1, ['confiture', 'sensei', 'good'])]);
  await passAt(url, hook, AT);
  await hook.close();
  return {
    stored: await readStored(connection, AT),
    good,
    requests: hostile.map(({ sockets }) => sockets.filter(({ bytesRead }) => bytesRead > 0).length),
    bytesPoured: hostile.flatMap(({ sockets }) => sockets).reduce((sum, it) => sum + it.bytesWritten, 0),
  };
}

/** A database of the test's own, and a connection to it. */
export async function openOutbox(): Promise<{ url: string; connection: Connection }> {
  const { url } = await createDatabase();
  return { url, connection: await openConnection(url) };
}

/** An endpoint of the environment that has time, with the fields of `given` instead. */
export function endpointOf(given: Partial<Endpoint> & Pick<Endpoint, 'name' | 'url'>): Endpoint {
  return {
    source: 'environment',
    events: ['migration.*'],
    format: 'confiture',
    secrets: ['invented-signing-secret-of-the-endpoint'],
    headers: {},
    timeoutMs: GENEROUS_MS,
    auth: 'signature',
    allowInsecure: true,
    schedule: 'confiture',
    ...given,
  };
}

export function hostileEndpoint(
  { urlFor, timeoutMs = GENEROUS_MS, endpoint }: HostileKind,
  receiver: RawReceiver,
  given: Partial<Endpoint> & Pick<Endpoint, 'name'>,
): Endpoint {
  return endpointOf({ url: urlFor?.(receiver.port) ?? receiver.url, timeoutMs, ...endpoint, ...given });
}

/** The built-in webhooks, without chance. */
export function webhooksAt(endpoints: readonly Endpoint[], at = AT): WebhooksHook {
  const clock = { now: () => at.getTime(), random: () => 0 };
  return closedAfterTest(
    createWebhooksHook({ endpoints: fixedEndpoints(endpoints), version: '0.0.0', variables: {}, ...clock }),
  );
}

/** Webhooks over a sender with these options. */
export function sendingWith(
  options: NonNullable<HostileKind['sender']>,
  endpoints: readonly Endpoint[],
  at = AT,
): WebhooksHook {
  return closedAfterTest(createSenderHook(endpoints, { ...options, now: () => at.getTime() }));
}

export async function openRecorder(options?: Parameters<typeof startRecorder>[0]): Promise<Recorder> {
  return closedAfterTest(await startRecorder(options));
}

/** A receiver of this kind, with all sockets it ever had. */
export async function openHostile({
  onConnect,
  onRequest,
  tls,
}: Pick<HostileKind, 'onConnect' | 'onRequest' | 'tls'>): Promise<{
  receiver: RawReceiver;
  sockets: Socket[];
}> {
  const sockets: Socket[] = [];
  const behaviour = {
    onConnect: (socket: Socket) => {
      sockets.push(socket);
      onConnect?.(socket);
    },
    ...(onRequest && { onRequest }),
  };
  const receiver = closedAfterTest(await (tls ? startRawTls(tls, behaviour) : startRaw(behaviour)));
  return { receiver, sockets };
}

function closedAfterTest<T extends { close(): Promise<void> }>(one: T): T {
  onTestFinished(() => one.close());
  return one;
}
