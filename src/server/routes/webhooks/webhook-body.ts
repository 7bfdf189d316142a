import { z } from 'zod';
import type { EndpointParts } from '../../../app/endpoints/stored/change/check-parts.js';
import type { ShownEndpoint } from '../../../app/endpoints/stored/shown-endpoint.js';
import type { FormatName, Schedule } from '../../../events/endpoint.js';
import type { Webhook } from '../../schemas/webhook.js';

/** Path parameters of one endpoint. */
export const webhookParams = z.strictObject({
  id: z.string().max(100).meta({ description: '`whk_…`, or the name of the endpoint.' }),
});

/** An endpoint as answers hold it. */
export function webhookBody(shown: ShownEndpoint): z.output<typeof Webhook> {
  const { events, schedule, headers } = shown;
  return {
    ...shown,
    events: [...events],
    schedule: typeof schedule === 'string' ? schedule : [...schedule],
    headers: headers && { ...headers },
  };
}

/** What bodies say of an endpoint, by our names. */
export function partsOfBody(body: {
  readonly events?: readonly string[] | undefined;
  readonly format?: FormatName | undefined;
  readonly schedule?: Schedule | undefined;
  readonly timeout_ms?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly allow_insecure?: boolean | undefined;
}): Omit<EndpointParts, 'url'> {
  const { events, format, schedule, timeout_ms: timeoutMs, headers, allow_insecure: allowInsecure } = body;
  return {
    ...(events !== undefined && { events }),
    ...(format !== undefined && { format }),
    ...(schedule !== undefined && { schedule }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(headers !== undefined && { headers }),
    ...(allowInsecure !== undefined && { allowInsecure }),
  };
}
