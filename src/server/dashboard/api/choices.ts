// Written by scripts/generate/page-client.mjs from the OpenAPI document: run "npm run docs".
export const runStates = [
  'queued',
  'starting',
  'running',
  'waiting',
  'pausing',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
  'abandoned',
] as const;
export const migrationStates = [
  'applied',
  'pending',
  'out_of_order',
  'changed',
  'missing',
  'interrupted',
  'failed',
] as const;
export const migrationTiers = [
  'additive',
  'reversible',
  'lock_risky',
  'destructive',
  'irreversible',
  'unclassified',
] as const;
export const approvalStates = [
  'pending',
  'granted',
  'denied',
  'expired',
  'stale',
  'revoked',
  'used',
] as const;
export const endpointFormats = [
  'confiture',
  'flat',
  'envelope',
  'cloudevents',
  'slack',
  'discord',
  'teams',
  'pagerduty',
  'opsgenie',
] as const;
export const tokenScopes = ['read', 'manage', 'operate', 'approve', 'author'] as const;
