import { readCounts } from '../../outbox/metrics/counts.js';
import { readEndpointGauges } from '../../outbox/metrics/endpoint-gauges.js';
import { stateOf } from '../../runner/lifecycle/approval/approval-state.js';
import { readApprovals } from '../../runner/lifecycle/approval/store/approval-rows.js';
import { readRunGauges } from '../../runner/lifecycle/run-log/run-gauges.js';
import { isPending } from '../../runner/plan/plan.js';
import { projectOf } from '../runs/project-of.js';
import type { ServerContext } from '../server-context.js';
import { exposition } from './exposition.js';
import { type MetricFacts, metricsOf } from './metrics.js';

/** How long what was read is given again: however many ask, the database is asked once. */
const FRESH_MS = 5_000;

/** Reads the metrics of the project, all figures but those of the files from the database. */
export class MetricsReader {
  #text: Promise<string> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  read(server: ServerContext): Promise<string> {
    const now = performance.now();
    if (this.#text !== undefined && now - this.#readAt < FRESH_MS) return this.#text;
    this.#readAt = now;
    this.#text = readText(server);
    this.#text.catch(() => {
      this.#text = undefined;
    });
    return this.#text;
  }
}

async function readText(server: ServerContext): Promise<string> {
  const { settings, version } = server;
  const [ofDatabase, files] = await Promise.all([
    server.withConnection(async (connection, scope) => {
      const [counts, endpoints, runs, approvals] = await Promise.all([
        readCounts(connection, scope),
        readEndpointGauges(connection, scope),
        readRunGauges(connection, scope),
        readApprovals(connection, scope, {}),
      ]);
      return {
        database: connection.address.database,
        ...{ counts, endpoints, runs },
        approvalsPending: approvals.filter((approval) => stateOf(approval) === 'pending').length,
      };
    }),
    readFiles(server),
  ]);
  return exposition(metricsOf({ version, environment: settings.environment, ...ofDatabase, files }));
}

/** What the files say beside the ledger; null where they are not here, or cannot be read. */
async function readFiles(server: ServerContext): Promise<MetricFacts['files']> {
  if (server.sessions.isEmbedded) return null;
  try {
    const { entries, pending } = await projectOf(server).status();
    const drifted = entries.filter((entry) => !isPending(entry) && entry.state !== 'applied').length;
    return { pending, drifted };
  } catch {
    return null;
  }
}
