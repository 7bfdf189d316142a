import type { LookupFunction } from 'node:net';
import type { RedactionOptions } from '../../redaction/redaction.js';
import { readNetworks } from '../address-policy/networks.js';
import type { DeliveryRequest } from '../request/request.js';
import { ConnectTimes } from './connect-times.js';
import { type Connections, createConnections } from './connections.js';
import { describeFailure, type Failure } from './describe-failure.js';
import { Exchange, type ExchangeResult } from './exchange.js';
import { judgeResult } from './judge-result.js';
import type { Outcome } from './outcome.js';
import type { Variables } from './proxy-route.js';
import { checkBehindProxy, type Route, readRoute } from './route.js';

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 30_000;
const DEFAULT_LIMITS: SendLimits = { bodyBytes: 16 * 1024, bodyMs: 2000 };

export interface SenderOptions {
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read. Default: none is set. */
  readonly variables?: Variables;
  /** Networks in CIDR notation that every endpoint may reach. Default: none. */
  readonly allowedNetworks?: readonly string[];
  /** Default: the look-up of the system. */
  readonly lookup?: LookupFunction;
  /** Trusted certificates instead of those Node brings along, PEM. */
  readonly ca?: string | string[];
  readonly limits?: Partial<SendLimits>;
  /** The user's own rules for masking what receivers answer. */
  readonly redaction?: RedactionOptions;
  /** Wall clock for `Retry-After` dates, epoch milliseconds. */
  readonly now?: () => number;
}

export interface SendLimits {
  /** Bytes of an answer's body that are read; then the connection is dropped. Default: 16,384. */
  readonly bodyBytes: number;
  /** Milliseconds the body may take once the status has arrived. Default: 2,000. */
  readonly bodyMs: number;
}

export interface SendOptions {
  /** Total time of the attempt, name look-up to last byte. Default: 10,000; more than 30,000 counts as 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Sender {
  /** Makes one attempt. Never throws and never rejects: every end is an outcome. Follows no redirect. */
  send(request: DeliveryRequest, options?: SendOptions): Promise<Outcome>;
  /**
   * Ends all connections and attempts at once; attempts in flight are `unreachable`, reason `aborted`. Only a
   * system name look-up that hangs can outlive this: Node cannot call it off.
   */
  close(): Promise<void>;
}

/** A sender with its own pool of connections. Throws `CONFIG_INVALID` where `allowedNetworks` holds no network. */
export function createSender(options: SenderOptions = {}): Sender {
  const settings = {
    ...options,
    variables: options.variables ?? {},
    allowedNetworks: readNetworks(options.allowedNetworks ?? []),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    connectTimes: new ConnectTimes(),
  };
  const { now = Date.now, redaction = {} } = options;
  const closing = new AbortController();
  let connections: Promise<Connections> | undefined;

  const connect = (): Promise<Connections> => {
    connections ??= import('undici').then((undici) => createConnections(undici, settings));
    return connections;
  };

  return {
    async send(request, sendOptions = {}) {
      const startedMs = performance.now();
      const result = await attempt(request, sendOptions).catch((error) => describeFailure(error, 'connect'));
      return judgeResult(result, {
        durationMs: Math.round(performance.now() - startedMs),
        nowMs: now(),
        confidential: request.confidential,
        redaction,
      });
    },
    async close() {
      closing.abort();
      await (await connections?.catch(() => undefined))?.destroy();
    },
  };

  async function attempt(
    request: DeliveryRequest,
    sendOptions: SendOptions,
  ): Promise<ExchangeResult | Failure> {
    const route = readRoute(request.url, settings.variables);
    if ('kind' in route) return route;
    const exchange = new Exchange({
      ...settings.limits,
      totalMs: Math.min(sendOptions.timeoutMs ?? DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS),
      signals: sendOptions.signal ? [closing.signal, sendOptions.signal] : [closing.signal],
      connectTimesSince: (startedMs) => settings.connectTimes.take(route.url.origin, startedMs),
    });
    dispatch(exchange, request, route).catch((error) => exchange.fail(error));
    return exchange.result;
  }

  async function dispatch(
    exchange: Exchange,
    request: DeliveryRequest,
    { url, proxyUri }: Route,
  ): Promise<void> {
    if (proxyUri !== null) await checkBehindProxy(url, { ...settings, reach: request.reach });
    const { dispatcherFor } = await connect();
    if (exchange.settled) return;
    const { method, headers, body } = request;
    const path = `${url.pathname}${url.search}`;
    dispatcherFor(request.reach, proxyUri).dispatch(
      { origin: url.origin, path, method, headers, body },
      exchange,
    );
  }
}
