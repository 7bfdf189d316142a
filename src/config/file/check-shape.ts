import type { z } from 'zod';
import type { Issues } from '../issues.js';
import { dottedPath } from './dotted-path.js';
import { configSchema } from './schema.js';
import type { ConfitureConfig } from './user-config.js';
import { withoutPath } from './without-path.js';

/**
 * Checks the shape of a written configuration, all environments included, and returns the part of it that is
 * right, so that the checks of meaning can go on and one run tells every fault.
 */
export function checkShape(raw: unknown, source: string, issues: Issues): ConfitureConfig {
  const result = configSchema.safeParse(raw);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(faultsOf);
  for (const { path, message } of faults) issues.fault({ path: dottedPath(path), source }, message);
  const remaining = faults.reduce<unknown>((value, { path }) => withoutPath(value, path), raw);
  const rest = configSchema.safeParse(remaining ?? {});
  return rest.success ? rest.data : {};
}

interface ShapeFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function faultsOf(issue: z.core.$ZodIssue): ShapeFault[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...issue.path, key],
      message: messages[index] ?? 'unknown key',
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? 'is no valid name' }];
  }
  return [{ path: issue.path, message: issue.message }];
}
