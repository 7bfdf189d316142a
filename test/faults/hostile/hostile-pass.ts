import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createWebhooksHook, type WebhooksHook } from '../../../hooks/webhooks.js';
import type { Connection } from '../../../src/database/connection.js';
import type { Endpoint } from '../../../src/events/endpoint.js';
import { type DeliveryState, listAttempts, listDeliveries, listTargets } from '../../../src/outbox/list.js';
import { type RawReceiver, startRaw, startRawTls } from '../../delivery/raw-receiver.js';
import { createDatabase } from '../../support/database.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { entryFor, openConnection, passAt, store } from '../outbox-bench.js';
import type { HostileKind } from './hostile-kind.js';
import { createSenderHook } from './sender-hook.js';

/** The clock of every pass stands still here. */
export const AT = new Date('2100-01-01T00:00:00Z');

const PATIENT_MS = 10_000;

/** What the outbox holds of one delivery and its endpoint; times are seconds after the pass. */
export interface Stored {
  readonly state: DeliveryState;
  readonly result: string | null;
  readonly answer: { readonly status: number; readonly text: string | null } | null;
  readonly nextSeconds: number | null;
  readonly throttledSeconds: number | null;
  readonly disabledReason: string | null;
  /** Results in the log of attempts. */
  readonly log: readonly string[];
  readonly leased: boolean;
}

export interface HostilePass {
  readonly stored: Readonly<Record<string, Stored>>;
  readonly good: Recorder;
  /** Connections each of the hostile receivers got. */
  readonly connections: readonly number[];
  /** Bytes the hostile receivers could get rid of. */
  readonly bytesPoured: number;
}

/**
 * One pass of a worker over three deliveries of one event: to a receiver of this kind on the schedule `confiture`, to
 * another on `sensei`, and to a good one.
 */
export async function hostilePass(kind: HostileKind): Promise<HostilePass> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  const sockets: Socket[] = [];
  const receivers = [await openReceiver(kind, sockets), await openReceiver(kind, sockets)] as const;
  const good = await openRecorder();
  const endpoints = [
    hostileEndpoint(kind, 'confiture', receivers[0]),
    hostileEndpoint(kind, 'sensei', receivers[1]),
    endpointOf({ name: 'good', url: good.url }),
  ];
  const hook = hookFor(endpoints, kind);
  await store(connection, [entryFor(1, ['confiture', 'sensei', 'good'])]);
  await passAt(url, hook, AT);
  await hook.close();
  return {
    stored: await readStored(connection, AT),
    good,
    connections: receivers.map((receiver) => receiver.connections()),
    bytesPoured: sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
  };
}

export function endpointOf(given: Partial<Endpoint> & Pick<Endpoint, 'name' | 'url'>): Endpoint {
  return {
    source: 'environment',
    events: ['*'],
    format: 'confiture',
    secrets: ['invented-signing-secret-of-the-endpoint'],
    headers: {},
    timeoutMs: PATIENT_MS,
    auth: 'signature',
    allowInsecure: true,
    schedule: 'confiture',
    ...given,
  };
}

/** The built-in webhooks at `at`; closed when the test has ended. */
export function webhooksAt(endpoints: readonly Endpoint[], at: Date): WebhooksHook {
  const options = { endpoints, version: '0.0.0', variables: {}, now: () => at.getTime(), random: () => 0 };
  return closedAfterTest(createWebhooksHook(options));
}

export async function openRecorder(options?: Parameters<typeof startRecorder>[0]): Promise<Recorder> {
  return closedAfterTest(await startRecorder(options));
}

export async function openReceiver(
  { onConnect, onRequest, tls }: Pick<HostileKind, 'onConnect' | 'onRequest' | 'tls'>,
  sockets: Socket[] = [],
): Promise<RawReceiver> {
  const behaviour = {
    onConnect: (socket: Socket) => {
      sockets.push(socket);
      onConnect?.(socket);
    },
    ...(onRequest && { onRequest }),
  };
  return closedAfterTest(await (tls ? startRawTls(tls, behaviour) : startRaw(behaviour)));
}

/** What the outbox holds, by the name of the endpoint; of several deliveries to it, the newest. */
export async function readStored(connection: Connection, at: Date): Promise<Record<string, Stored>> {
  const deliveries = await listDeliveries(connection, { limit: 1000 });
  const targets = new Map((await listTargets(connection)).map((target) => [target.target, target]));
  const after = (moment: Date | null | undefined) =>
    moment ? (moment.getTime() - at.getTime()) / 1000 : null;
  const stored: Record<string, Stored> = {};
  for (const { id, target, state, lastResult, dueAt, leased } of deliveries.reverse()) {
    const attempts = await listAttempts(connection, id);
    const last = attempts.at(-1);
    stored[target] = {
      state,
      result: lastResult,
      answer: last?.answerStatus ? { status: last.answerStatus, text: last.answerText } : null,
      nextSeconds: after(dueAt),
      throttledSeconds: after(targets.get(target)?.throttledUntil),
      disabledReason: targets.get(target)?.disabledReason ?? null,
      log: attempts.map(({ result }) => result),
      leased,
    };
  }
  return stored;
}

function hostileEndpoint(kind: HostileKind, schedule: 'confiture' | 'sensei', receiver: RawReceiver): Endpoint {
  const { urlFor, timeoutMs = PATIENT_MS, endpoint } = kind;
  const url = urlFor?.(receiver.port) ?? receiver.url;
  return endpointOf({ name: schedule, url, schedule, timeoutMs, ...endpoint });
}

/** A kind with a sender of its own is sent to by that, as the good endpoint then is. */
function hookFor(endpoints: readonly Endpoint[], { sender }: HostileKind): WebhooksHook {
  if (!sender) return webhooksAt(endpoints, AT);
  return closedAfterTest(createSenderHook(endpoints, { ...sender, now: () => AT.getTime() }));
}

function closedAfterTest<T extends { close(): Promise<void> }>(one: T): T {
  onTestFinished(() => one.close());
  return one;
}
