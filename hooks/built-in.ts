import type { BuiltInHooks, Settings } from '../src/plugin.js';

/** The hooks that come with Confiture. Those that send are loaded only where there is an endpoint. */
export async function openBuiltInHooks(
  { endpoints, variables, redact, allowedNetworks }: Settings,
  version: string,
): Promise<BuiltInHooks> {
  if (endpoints.length === 0) return { hooks: [], close: async () => {} };
  const { fixedEndpoints } = await import('../src/plugin.js');
  const { createWebhooksHook } = await import('./webhooks.js');
  const hook = createWebhooksHook({
    endpoints: fixedEndpoints(endpoints),
    variables,
    version,
    allowedNetworks,
    redaction: redact,
  });
  return { hooks: [hook], close: hook.close };
}
