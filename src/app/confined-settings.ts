import type { Endpoint } from '../events/endpoint.js';
import { describeThrown } from '../hooks/call/describe-thrown.js';
import { maskText } from '../redaction/redaction.js';
import { ownFile, runUserCode, type UserCode } from '../user-code/scope.js';
import { resolveSettings, type Settings } from './settings.js';

/**
 * The settings of a process that is Confiture's own. The config file is code of the user: what it leaves behind and
 * throws later goes to `onUncaught`, masked, and does not end the process. Where there is none, nothing is confined: to
 * follow what user code starts makes every promise of the process dearer.
 */
export async function resolveConfinedSettings(
  input: Omit<Parameters<typeof resolveSettings>[0], 'confine'>,
  onUncaught: (message: string) => void,
): Promise<Settings> {
  const configuration: UserCode = {
    onUncaught: (thrown) => onUncaught(describeThrown(thrown, maskText)),
  };
  const settings = await resolveSettings({ ...input, confine: (work) => runUserCode(configuration, work) });
  if (settings.configPath !== null) ownFile(settings.configPath, configuration);
  return { ...settings, endpoints: settings.endpoints.map((endpoint) => confined(endpoint, configuration)) };
}

/** A format of the user's is called long after the file was read. */
function confined(endpoint: Endpoint, code: UserCode): Endpoint {
  const { format } = endpoint;
  if (typeof format !== 'function') return endpoint;
  return { ...endpoint, format: (...event) => runUserCode(code, () => format(...event)) };
}
