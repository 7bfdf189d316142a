import { approvalSteps } from './steps/approval-steps.js';
import { endpointSteps } from './steps/endpoint-steps.js';
import { errorsSteps } from './steps/errors-steps.js';
import { jobSteps } from './steps/job-steps.js';
import { logSteps } from './steps/log-steps.js';
import { metricSteps } from './steps/metric-steps.js';
import { outboxSteps } from './steps/outbox-steps.js';
import { phaseSteps } from './steps/phase-steps.js';
import { runSteps } from './steps/run-steps.js';
import { replySteps, tokenSteps } from './steps/serve/api-steps.js';
import { auditSteps } from './steps/serve/audit-steps.js';
import { runQueueSteps } from './steps/serve/run-queue-steps.js';
import { statisticsSteps } from './steps/statistics-steps.js';
import { storedEndpointSteps } from './steps/stored-endpoint-steps.js';
import { streamSteps } from './steps/stream-steps.js';
import { validationSteps } from './steps/validation-steps.js';

/**
 * The numbered steps that make all tables in schema `confiture`, in order; each group stands in a file of its own. A
 * step that was released is never changed. A run of an older version may be under way while a step is taken: what its
 * transactions insert must still be stored, so columns that a later step adds have defaults, and a table that is
 * renamed leaves a view of its old name. What such a run does beside its migrations may fail, which leaves its
 * deliveries to others. A process of an older version that is started later finds a step that it does not know, and
 * refuses before it runs anything.
 */
export const storageSteps: readonly string[] = [
  ...outboxSteps,
  ...runSteps,
  ...approvalSteps,
  ...validationSteps,
  ...phaseSteps,
  ...errorsSteps,
  ...endpointSteps,
  ...auditSteps,
  ...streamSteps,
  ...runQueueSteps,
  ...tokenSteps,
  ...logSteps,
  ...metricSteps,
  ...storedEndpointSteps,
  ...replySteps,
  ...jobSteps,
  ...statisticsSteps,
];
