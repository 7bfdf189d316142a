import { connectionFailures } from './connections.js';
import type { FailureCase } from './failure-case.js';
import { fileFailures } from './files.js';
import { migrationFailures } from './migrations.js';
import { settingFailures } from './settings.js';

export const allFailures: readonly FailureCase[] = [
  ...fileFailures,
  ...connectionFailures,
  ...migrationFailures,
  ...settingFailures,
];
