import { requireDatabase } from '../../config/database-target.js';
import { connect } from '../../database/connect.js';
import type { Connection } from '../../database/connection.js';
import { isUnmade } from '../../database/embedded/embedded-presence.js';
import type { DatabaseTarget } from '../../database-target.js';
import { type LockedEndpoint, StoredEndpoints } from '../../endpoints/stored/stored-endpoints.js';
import { keysAtHand } from '../endpoints/stored/master-keys.js';
import { lockedSentence } from '../endpoints/stored/refresh.js';
import type { Settings } from '../settings.js';
import { type Check, failedWith, ok, warning } from './check.js';
import { checkForgotten, withDeliveries } from './deliveries.js';
import { checkEndpoints } from './endpoints.js';
import { examineDatabase } from './examine.js';
import { checkFiles } from './files.js';
import { checkSetAside, readEndpointFacts } from './outbox.js';
import { checkConfiguration, checkUnattended } from './settings.js';

/**
 * Looks at everything a run depends on, in the order in which a run would fall over it. Changes nothing. `onDatabase` is
 * called before the database is connected to, where the settings name one.
 */
export async function examineProject(
  settings: Settings,
  signal: AbortSignal,
  onDatabase: () => void,
): Promise<Check[]> {
  const target = targetOf(settings);
  if ('kind' in target) onDatabase();
  const ofDatabase = 'verdict' in target ? [target] : await examineTarget(target, settings, signal);
  return [
    checkConfiguration(settings),
    ...ofDatabase,
    await checkFiles(settings),
    ...(await examineEndpoints(settings, reached(target, ofDatabase, signal))),
    checkUnattended(settings, 'kind' in target && target.kind === 'embedded'),
  ];
}

/** How endpoints can be reached, and what became of what was stored for them, where the database can be asked. */
async function examineEndpoints(
  settings: Settings,
  open: (() => Promise<Connection>) | null,
): Promise<Check[]> {
  const stored = new StoredEndpoints(() => keysAtHand(settings));
  const facts = open === null ? [] : await readEndpointFacts(settings, stored, open);
  const configured = new Set(settings.endpoints.map(({ name }) => name));
  const isShown = ({ name }: { readonly name: string }) => !configured.has(name);
  const usable = stored
    .entries()
    .flatMap(({ endpoint }) => (endpoint && isShown(endpoint) ? [endpoint] : []));
  const all = [...settings.endpoints, ...usable];
  const checks = await checkEndpoints(all, { hasProxy: hasProxy(settings) });
  const locked = stored.locked().filter(isShown);
  const known = [...all, ...locked].map(({ name }) => name);
  return [...checks, ...locked.map(checkLocked)]
    .map((check, index) =>
      withDeliveries(
        check,
        facts.find(({ endpoint }) => endpoint === known[index]),
      ),
    )
    .concat(checkForgotten(facts, known));
}

function checkLocked(endpoint: LockedEndpoint): Check {
  return warning(
    `endpoint ${endpoint.name}`,
    lockedSentence(endpoint),
    'Put its key into CONFITURE_MASTER_KEY; where it is lost, remove the endpoint and make it again.',
  );
}

/** Opens a further session; null where the database is not there, or could not be reached a moment ago. */
function reached(
  target: DatabaseTarget | Check,
  checks: readonly Check[],
  signal: AbortSignal,
): (() => Promise<Connection>) | null {
  if ('verdict' in target || isUnmade(target)) return null;
  if (checks.some(({ name, verdict }) => name === 'database' && verdict === 'failed')) return null;
  return () => connect(target, { embeddedWaitMs: 0, signal });
}

function targetOf(settings: Settings): DatabaseTarget | Check {
  try {
    return requireDatabase(settings);
  } catch (error) {
    return failedWith('database', error);
  }
}

async function examineTarget(
  target: DatabaseTarget,
  settings: Settings,
  signal: AbortSignal,
): Promise<Check[]> {
  if (isUnmade(target))
    return [
      ok('database', `the embedded database (from ${target.source}); the first run makes it`),
      ...(await checkSetAside(settings, null)),
    ];
  const checks = await examineDatabase({
    ...settings,
    connect: () => connect(target, { embeddedWaitMs: 0, signal }),
    connectBeside: (applicationName, signal) =>
      connect(target, { embeddedWaitMs: 0, signal, applicationName }),
    signal,
    now: Date.now,
    databaseSource: target.source,
    needsOutbox: settings.endpoints.length > 0,
  });
  return [...checks, ...(await checkSetAside(settings, reached(target, checks, signal)))];
}

function hasProxy({ variables }: Settings): boolean {
  return Object.keys(variables).some((name) => /^https?_proxy$/i.test(name));
}
