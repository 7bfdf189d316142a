import { approvalCatalog } from './catalog/approval.js';
import { certificateCatalog } from './catalog/certificate.js';
import { createdCatalog } from './catalog/created.js';
import { endpointCatalog } from './catalog/endpoint.js';
import type { CatalogOf } from './catalog/entry.js';
import { errorCatalog } from './catalog/error.js';
import { migrationCatalog } from './catalog/migration.js';
import { migrationSample } from './catalog/migration-data.js';
import { phaseCatalog } from './catalog/phase.js';
import { runCatalog } from './catalog/run.js';
import { steeringCatalog } from './catalog/steering.js';
import { validationCatalog } from './catalog/validation.js';
import type { ConfitureEvent, EventDataMap, EventType } from './event.js';

/** The one list of event types; the compiler asks for an entry for each type of `EventDataMap`. */
export const catalog: CatalogOf<EventDataMap> = {
  ...createdCatalog,
  ...migrationCatalog,
  ...steeringCatalog,
  ...phaseCatalog,
  ...runCatalog,
  ...approvalCatalog,
  ...errorCatalog,
  ...validationCatalog,
  ...certificateCatalog,
  ...endpointCatalog,
};

/** What may be replaced in a sample, so that a test send has an identity of its own. */
export type SampleEnvelope = Partial<
  Pick<ConfitureEvent, 'id' | 'created_at' | 'environment' | 'organization_id' | 'correlation_id'>
>;

/** A sample event of `type`; always the same one unless `envelope` says otherwise. */
export function sampleEvent<T extends EventType>(type: T, envelope: SampleEnvelope = {}): ConfitureEvent<T> {
  const event = {
    id: 'evt_01kejdvja300000000000000000',
    type,
    created_at: '2026-01-09T14:23:45.123Z',
    environment: 'production',
    organization_id: null,
    correlation_id: migrationSample.run_id,
    data: catalog[type].sample,
    ...envelope,
  };
  return event as unknown as ConfitureEvent<T>;
}
