import type { BuiltInHooks, EndpointSource, Settings } from '../src/plugin.js';

/** The hooks that come with Confiture, for what `endpoints` holds now and later. */
export async function openBuiltInHooks(
  { variables, redact, allowedNetworks }: Settings,
  endpoints: EndpointSource,
  version: string,
): Promise<BuiltInHooks> {
  const { createWebhooksHook } = await import('./webhooks.js');
  const hook = createWebhooksHook({ endpoints, variables, version, allowedNetworks, redaction: redact });
  return { hooks: [hook], close: hook.close };
}
