import type { EnvironmentView } from '../config/environment.js';
import type { Findings } from '../config/findings.js';
import type { MergedConfig } from '../config/merge-environment.js';
import type { Endpoint } from '../events/endpoint.js';
import { checkEndpoint } from './check-endpoint.js';
import { draftEndpoints } from './drafts.js';
import { endpointsFromVariables } from './variables.js';

/**
 * The endpoints of the environment and the config file, those of the environment first. Every fault names the
 * variable or the path to change and repeats no URL, secret or header.
 */
export function resolveEndpoints(
  sources: { readonly merged: MergedConfig; readonly view: EnvironmentView; readonly environment: string },
  findings: Findings,
): readonly Endpoint[] {
  const { merged, view, environment } = sources;
  const fromVariables = endpointsFromVariables(view, findings);
  const drafts = draftEndpoints(fromVariables, { merged, view, findings });
  return drafts.flatMap((draft) => checkEndpoint(draft, environment, findings) ?? []);
}
