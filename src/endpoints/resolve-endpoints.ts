import type { EnvironmentView } from '../config/environment.js';
import type { Issues } from '../config/issues.js';
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
  issues: Issues,
): readonly Endpoint[] {
  const { merged, view, environment } = sources;
  const fromVariables = endpointsFromVariables(view, issues);
  const drafts = draftEndpoints(fromVariables, { merged, view, issues });
  return drafts.flatMap((draft) => checkEndpoint(draft, environment, issues) ?? []);
}
