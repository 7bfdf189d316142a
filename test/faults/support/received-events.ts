import type { CliResult } from '../../support/cli.js';
import type { RecordedRequest } from '../../support/receiver.js';
import { certifiedVersions } from './mixed-migrations.js';

interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly migration_version: string; readonly run_id: string };
}

/** Id of a run that said itself that it had failed. */
export function failedRun({ exitCode, stdout }: CliResult): string[] {
  if (exitCode === null) return [];
  const { success, run_id: id } = JSON.parse(stdout) as { success?: boolean; run_id?: string };
  return success === false && id ? [id] : [];
}

/** What was not told as it must be: each migration of the ledger, each failed run, and no duplicate that differs. */
export function eventFaults(
  requests: readonly RecordedRequest[],
  ledger: readonly string[],
  failedRuns: ReadonlySet<string>,
): string[] {
  const faults: string[] = [];
  const bodies = new Map<string, string>();
  for (const { body } of requests) {
    const text = body.toString('utf8');
    const { id } = JSON.parse(text) as ReceivedEvent;
    if ((bodies.get(id) ?? text) !== text) faults.push(`two bodies of event ${id}`);
    bodies.set(id, text);
  }
  const events = [...bodies.values()].map((text) => JSON.parse(text) as ReceivedEvent);
  const completed = events.filter(({ type }) => type === 'migration.completed');
  const versions = completed.map(({ data }) => data.migration_version).sort();
  if (versions.join() !== [...ledger].sort().join())
    faults.push(`told as completed: ${versions.join()}; in the ledger: ${ledger.join()}`);
  for (const type of ['validation.completed', 'certificate.generated']) {
    const told = events.filter((event) => event.type === type).map(({ data }) => data.migration_version);
    if (told.sort().join() !== certifiedVersions.join()) faults.push(`told as ${type}: ${told.join()}`);
  }
  const failed = events.filter(({ type }) => type === 'migration.failed').map(({ data }) => data.run_id);
  if (new Set(failed).size < failed.length) faults.push('two events for one failure');
  const untold = [...failedRuns].filter((id) => !failed.includes(id));
  if (untold.length > 0) faults.push(`failures that were not told: ${untold.join()}`);
  return faults;
}
