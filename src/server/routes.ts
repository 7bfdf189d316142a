import { openApiDocument } from './openapi/document.js';
import type { Route } from './route.js';
import { sessionRoutes } from './routes/access/session.js';
import { tokenRoutes } from './routes/access/tokens.js';
import { approvalRoutes } from './routes/approvals.js';
import { auditRoutes } from './routes/audit.js';
import { certificateRoutes } from './routes/certificates.js';
import { deliveryRoutes } from './routes/deliveries.js';
import { eventRoutes } from './routes/events.js';
import { jobRoutes } from './routes/jobs.js';
import { migrationRunRoutes } from './routes/migration-runs.js';
import { migrationRoutes } from './routes/migrations.js';
import { planRoutes } from './routes/plan.js';
import { healthRoutes } from './routes/process/health.js';
import { metricRoutes } from './routes/process/metrics.js';
import { openApiRoute } from './routes/process/openapi.js';
import { settingsRoutes } from './routes/process/settings.js';
import { runRoutes } from './routes/runs.js';
import { statisticsRoutes } from './routes/statistics.js';
import { streamRoutes } from './routes/stream.js';
import { webhookLogRoutes } from './routes/webhook-log.js';
import { webhookRoutes } from './routes/webhooks/webhooks.js';

/** Every route, in the order of the document. */
export const routes: readonly Route[] = [
  openApiRoute((version) => openApiDocument(routes, version)),
  ...healthRoutes,
  ...metricRoutes,
  ...settingsRoutes,
  ...streamRoutes,
  ...runRoutes,
  ...planRoutes,
  ...migrationRoutes,
  ...migrationRunRoutes,
  ...approvalRoutes,
  ...certificateRoutes,
  ...statisticsRoutes,
  ...deliveryRoutes,
  ...eventRoutes,
  ...jobRoutes,
  ...webhookLogRoutes,
  ...auditRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...webhookRoutes,
];
