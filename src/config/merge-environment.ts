import { dottedPath } from './file/dotted-path.js';
import type { ConfitureConfig, EnvironmentConfig } from './file/user-config.js';
import type { Origin } from './issues.js';

/** The configuration of one environment, and where each of its values is written. */
export interface MergedConfig {
  readonly config: EnvironmentConfig;
  /** Name of the file in messages. */
  readonly source: string;
  originOf(path: readonly PropertyKey[]): Origin;
}

/**
 * Lays `environments.<environment>` over the rest: objects are merged by key, everything else (lists included)
 * is replaced. A value of the environment keeps its own path in messages.
 */
export function mergeEnvironment(
  written: ConfitureConfig,
  environment: string,
  source: string,
): MergedConfig {
  const { environments, environment: _default, ...base } = written;
  const overlay = ownValue(environments, environment) ?? {};
  return {
    config: merge(base, overlay) as EnvironmentConfig,
    source,
    originOf: (path) => ({
      path: dottedPath(isSet(overlay, path) ? ['environments', environment, ...path] : path),
      source,
    }),
  };
}

function merge(base: unknown, overlay: unknown): unknown {
  if (overlay === undefined) return base;
  if (!isPlainObject(base) || !isPlainObject(overlay)) return overlay;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(overlay)) merged.set(key, merge(merged.get(key), value));
  return Object.fromEntries(merged);
}

function isSet(value: unknown, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && isSet(ownValue(value, key), rest);
}

function ownValue(holder: object | undefined, key: PropertyKey): unknown {
  return holder !== undefined && Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
}

/** Regular expressions, hook objects of a class and functions are values, not levels of the configuration. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
