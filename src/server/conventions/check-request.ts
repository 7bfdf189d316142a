import type { z } from 'zod';
import { type RequestFault, RequestInvalid } from './problem.js';

/** Where a value came from, as the pointer of a fault begins. */
type Part = 'path' | 'query' | 'body';

/**
 * Checks the parts of a request against their schemas and gives what these made of them. Without a schema a part must
 * be empty. Faults never repeat a value.
 * @throws RequestInvalid with the faults of all parts.
 */
export function checkRequest(parts: Readonly<Record<Part, PartToCheck>>): Record<Part, unknown> {
  const faults: RequestFault[] = [];
  const check = (part: Part): unknown => {
    const { schema, value } = parts[part];
    if (schema === undefined) {
      faults.push(...unexpected(part, value));
      return undefined;
    }
    const { success, data, error } = schema.safeParse(value);
    if (!success) faults.push(...error.issues.flatMap((issue) => faultsOf(part, issue)));
    else faults.push(...unstorable(part, value, []));
    return data;
  };
  const checked = { path: check('path'), query: check('query'), body: check('body') };
  if (faults.length > 0) throw new RequestInvalid(faults);
  return checked;
}

interface PartToCheck {
  readonly schema: z.ZodType | undefined;
  readonly value: unknown;
}

function unexpected(part: Part, value: unknown): RequestFault[] {
  if (part === 'body')
    return value === undefined ? [] : [{ pointer: '', detail: 'this route takes no body' }];
  return Object.keys(value as object).map((name) => ({
    pointer: pointerOf(part, [name]),
    detail: 'unknown parameter',
  }));
}

/** Texts with the character that PostgreSQL's texts cannot hold. */
function unstorable(part: Part, value: unknown, path: readonly string[]): RequestFault[] {
  if (typeof value === 'string')
    return value.includes('\u0000')
      ? [{ pointer: pointerOf(part, path), detail: 'must not hold the character U+0000' }]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unstorable(part, inner, [...path, name]));
}

function faultsOf(part: Part, issue: z.core.$ZodIssue): RequestFault[] {
  const what = part === 'body' ? 'field' : 'parameter';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointerOf(part, [...issue.path, key]),
      detail: `unknown ${what}`,
    }));
  return [{ pointer: pointerOf(part, issue.path), detail: issue.message }];
}

function pointerOf(part: Part, path: readonly PropertyKey[]): string {
  const names = path.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'));
  return part === 'body' ? names.map((name) => `/${name}`).join('') : [part, ...names].join('/');
}

/** Parameters of a query by name; one that is given several times is a list. */
export function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const found = new Map<string, string | string[]>();
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    found.set(name, values.length === 1 ? (values[0] ?? '') : values);
  }
  return Object.fromEntries(found);
}
