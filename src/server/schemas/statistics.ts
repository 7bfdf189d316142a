import { z } from 'zod';
import { type TimeSpan, timeSpans } from '../../outbox/log/statistics/time-span.js';
import { filterFields } from './deliveries.js';
import { Time } from './time.js';

const Count = z.number().int();

export const statisticsQuery = z.strictObject({
  span: z
    .enum(Object.keys(timeSpans) as [TimeSpan, ...TimeSpan[]])
    .default('24h')
    .meta({
      description: 'How far back: an hour in parts of 5 minutes, a day in hours, a week in parts of 6 hours.',
    }),
  endpoint: filterFields.endpoint,
});

export const DeliveryStatistics = z
  .strictObject({
    now: Time.meta({ description: 'By the clock of the database, as all times here.' }),
    bucket_seconds: z.number().int(),
    buckets: z
      .array(
        z.strictObject({
          start: Time,
          delivered: Count.meta({ description: 'Settled within the bucket, as the next two.' }),
          failed: Count,
          discarded: Count,
          waiting: Count.meta({ description: 'Of the events that happened within it, those that wait now.' }),
          capped: z.boolean().meta({ description: 'There are more than these figures say.' }),
          p50_ms: z
            .number()
            .nullable()
            .meta({ description: 'Of the newest attempts that ended within it; null where none did.' }),
          p95_ms: z.number().nullable(),
        }),
      )
      .meta({ description: 'The oldest first; the last one is not over yet.' }),
    endpoints: z
      .array(
        z.strictObject({
          hook: z.string(),
          endpoint: z.string(),
          delivered: z.array(Count).meta({ description: 'One figure a bucket, as the next.' }),
          failed: z.array(Count),
          success_rate: z
            .number()
            .nullable()
            .meta({ description: 'Of what was delivered or has failed in the span, 0 to 1.' }),
          oldest_waiting_at: Time.nullable(),
        }),
      )
      .meta({ description: 'By their names, 200 at most.' }),
  })
  .meta({ id: 'DeliveryStatistics' });
