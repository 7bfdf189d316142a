import type { Connection } from '../../database/connection.js';
import type { StoredEndpoints } from '../../endpoints/stored/stored-endpoints.js';
import { listLastAnswers } from '../../outbox/log/last-answers.js';
import { listEndpoints } from '../../outbox/log/list.js';
import { listRecordBacklog } from '../../outbox/log/record-backlog.js';
import { listRejected } from '../../outbox/records/rejected.js';
import { countUnassigned } from '../../outbox/records/unassigned.js';
import { readStorageStep } from '../../storage/schema.js';
import { readScope } from '../../storage/scope.js';
import { refreshStored } from '../endpoints/stored/refresh.js';
import { spoolOf } from '../run/delivery-ports.js';
import type { Settings } from '../settings.js';
import { type Check, failedWith, warning } from './check.js';
import { type EndpointFacts, withRecordBacklog } from './deliveries.js';

/** Before this step the tables had other names; the next run brings them up to date. */
const PRESENT_NAMES = 5;
const SHOWN = 5;

/**
 * Names the records and files that were set aside because they are malformed, and deliveries that no project sends.
 * Empty where there are none.
 */
export async function checkSetAside(
  settings: Settings,
  connect: (() => Promise<Connection>) | null,
): Promise<Check[]> {
  const files = (await spoolOf(settings).listRejected()).map(
    ({ file, reason }) => `.confiture/spool/${file} (${reason})`,
  );
  const checks =
    files.length > 0 ? [malformed('spool', files, 'Mend the file and move it back, or delete it.')] : [];
  if (connect === null) return checks;
  try {
    return [...checks, ...(await askDatabase(settings, connect))];
  } catch (error) {
    return [...checks, failedWith('outbox', error)];
  }
}

/**
 * What the outbox knows of the endpoints, and which of them the database holds, as `stored` has them afterwards; nothing
 * where it cannot be asked, which other checks tell.
 */
export async function readEndpointFacts(
  settings: Settings,
  stored: StoredEndpoints,
  connect: () => Promise<Connection>,
): Promise<readonly EndpointFacts[]> {
  try {
    const connection = await connect();
    try {
      if ((await readStorageStep(connection)) < PRESENT_NAMES) return [];
      const scope = await readScope(connection, settings);
      await refreshStored(stored, connection, scope);
      const [statuses, records, answers] = await Promise.all([
        listEndpoints(connection, scope),
        listRecordBacklog(connection, scope),
        listLastAnswers(connection, scope),
      ]);
      return withRecordBacklog(statuses.filter(isWebhook), records.filter(isWebhook)).map((status) => ({
        ...status,
        lastAnswers: answers
          .filter(({ endpoint }) => endpoint === status.endpoint)
          .map(({ result }) => result),
      }));
    } finally {
      await connection.close();
    }
  } catch {
    return [];
  }
}

const isWebhook = ({ hook }: { readonly hook: string }): boolean => hook === 'webhooks';

async function askDatabase(settings: Settings, connect: () => Promise<Connection>): Promise<Check[]> {
  const connection = await connect();
  try {
    if ((await readStorageStep(connection)) < PRESENT_NAMES) return [];
    const scope = await readScope(connection, settings);
    const [records, unassigned] = await Promise.all([
      listRejected(connection, scope),
      countUnassigned(connection),
    ]);
    const names = records.map(({ record, reason }) => `${record} (${reason})`);
    return [
      ...(names.length > 0
        ? [
            malformed(
              'outbox',
              names,
              'Their content is in the table confiture.rejected; delete the rows when done.',
            ),
          ]
        : []),
      ...(unassigned > 0 ? [withoutProject(unassigned)] : []),
    ];
  } finally {
    await connection.close();
  }
}

function malformed(name: string, all: readonly string[], hint: string): Check {
  const more = all.length > SHOWN ? `; and ${all.length - SHOWN} more` : '';
  return warning(name, `malformed and set aside: ${all.slice(0, SHOWN).join('; ')}${more}`, hint);
}

function withoutProject(count: number): Check {
  return warning(
    'outbox',
    `${count} waiting ${count === 1 ? 'delivery is' : 'deliveries are'} older than projects are told apart, and several share this database`,
    '`confiture webhooks retry ID`, run in the project that it is of, sends one; `confiture webhooks deliveries` lists them.',
  );
}
