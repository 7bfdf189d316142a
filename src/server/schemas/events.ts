import { z } from 'zod';
import { Delivery, DeliveryState } from './deliveries.js';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

const eventFields = {
  id: z.string(),
  type: z.string(),
  created_at: Time,
  run_id: z.string().nullable(),
  migration: z.string().nullable(),
};

const Event = z
  .strictObject({
    ...eventFields,
    deliveries: z.array(
      z.strictObject({
        id: z.string(),
        hook: z.string(),
        endpoint: z.string(),
        state: DeliveryState,
        attempt_count: z.number().int(),
        last_result: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'StoredEvent' });
export const EventList = pageSchema('EventList', Event);

export const EventDetail = z
  .strictObject({
    ...eventFields,
    body: z.record(z.string(), z.unknown()).meta({ description: 'The event as it is stored.' }),
    deliveries: z.array(Delivery),
  })
  .meta({ id: 'EventDetail' });
