import { openApiDocument } from './openapi/document.js';
import type { Route } from './route.js';
import { auditRoutes } from './routes/audit.js';
import { healthRoutes } from './routes/health.js';
import { metricRoutes } from './routes/metrics.js';
import { openApiRoute } from './routes/openapi.js';
import { runRoutes } from './routes/runs.js';
import { sessionRoutes } from './routes/session.js';
import { streamRoutes } from './routes/stream.js';
import { tokenRoutes } from './routes/tokens.js';

/** Every route, in the order of the document. */
export const routes: readonly Route[] = [
  openApiRoute((version) => openApiDocument(routes, version)),
  ...healthRoutes,
  ...metricRoutes,
  ...streamRoutes,
  ...runRoutes,
  ...auditRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
];
