/** Since when the others know that an endpoint fails; null where it does not, or they were not told yet. */
export const endpointSteps: readonly string[] = [
  'alter table confiture.endpoint_state add column told_failing_at timestamptz',
];
