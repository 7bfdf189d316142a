import { existsSync } from 'node:fs';
import { requireDatabase } from './config/database-target.js';
import type { Settings } from './config/settings.js';
import { type ConnectTarget, connect } from './database/connect.js';
import { checkSetAside } from './doctor-outbox.js';
import { examineDatabase } from './runner/doctor.js';
import { type Check, failedWith, ok } from './runner/doctor-check.js';
import { checkEndpoints } from './runner/doctor-endpoints.js';
import { checkFiles } from './runner/doctor-files.js';
import { checkConfiguration, checkUnattended } from './runner/doctor-settings.js';

/** Looks at everything a run depends on, in the order in which a run would fall over it. Changes nothing. */
export async function examineProject(settings: Settings, signal: AbortSignal): Promise<Check[]> {
  const target = targetOf(settings);
  return [
    checkConfiguration(settings),
    ...('verdict' in target ? [target] : await examineTarget(target, settings, signal)),
    await checkFiles(settings),
    ...(await checkEndpoints(settings.endpoints, { hasProxy: hasProxy(settings) })),
    checkUnattended(settings, 'kind' in target && target.kind === 'embedded'),
  ];
}

function targetOf(settings: Settings): ConnectTarget | Check {
  try {
    return requireDatabase(settings);
  } catch (error) {
    return failedWith('database', error);
  }
}

async function examineTarget(
  target: ConnectTarget,
  settings: Settings,
  signal: AbortSignal,
): Promise<Check[]> {
  if (target.kind === 'embedded' && !existsSync(target.directory))
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
  const isReached = !checks.some(({ name, verdict }) => name === 'database' && verdict === 'failed');
  const open = () => connect(target, { embeddedWaitMs: 0, signal });
  return [...checks, ...(await checkSetAside(settings, isReached ? open : null))];
}

function hasProxy({ variables }: Settings): boolean {
  return Object.keys(variables).some((name) => /^https?_proxy$/i.test(name));
}
