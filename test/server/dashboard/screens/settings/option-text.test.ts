import { expect, it } from 'vitest';
import { optionText } from '../../../../../src/server/dashboard/screens/settings/option-text.js';

it.each([
  ['30000 (30 s)', 'migration.lockTimeoutMs', 30_000],
  ['3600000 (1 h)', 'migration.pauseTimeoutMs', 3_600_000],
  ['0', 'migration.approvalTimeoutMs', 0],
  ['6000', 'serve.requestsPerMinute', 6000],
  ['–', 'serve.publicUrl', null],
  ['–', 'migration.trustedOwners', []],
  ['127.0.0.0/8, ::1/128', 'webhooks.allowedNetworks', ['127.0.0.0/8', '::1/128']],
] as const)(
  'an option reads as it is written, and a time also as a person reads it: %s',
  (text, key, value) => {
    expect(optionText(key, value as Parameters<typeof optionText>[1])).toBe(text);
  },
);
