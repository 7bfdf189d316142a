import { ConfitureError } from '../../errors.js';

const MOST_BODY_BYTES = 1024 * 1024;
const DEEPEST = 32;
/** Keys that change what an object is where a program copies them field by field. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const JSON_TYPES = /^application\/(json|merge-patch\+json)\s*(;\s*charset="?utf-8"?\s*)?$/i;
/** What curl and scripts send without being asked; read as JSON where a bearer token came along. */
const UNSPECIFIED_TYPES =
  /^(application\/x-www-form-urlencoded|text\/plain|application\/octet-stream)\s*(;|$)/i;

/**
 * The JSON value of a body; undefined for an empty one. A browser cannot send a bearer token to another origin unasked,
 * so with one the content type does not matter.
 */
export async function readBody(request: Request, hasBearer: boolean): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > MOST_BODY_BYTES) throw tooLarge();
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const type = request.headers.get('content-type');
  const isRead =
    type === null ? hasBearer : JSON_TYPES.test(type) || (hasBearer && UNSPECIFIED_TYPES.test(type));
  if (!isRead) throw wrongType();
  const value = parse(bytes);
  refuseHostile(value);
  return value;
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > MOST_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed('the body is no JSON in UTF-8', cause);
  }
}

function refuseHostile(value: unknown): void {
  const left: [value: unknown, depth: number][] = [[value, 1]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [inner, depth] = next;
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth > DEEPEST) throw malformed(`the body is nested deeper than ${DEEPEST} levels`);
    const forbidden = Object.keys(inner).find((key) => FORBIDDEN_KEYS.has(key));
    if (forbidden !== undefined) throw malformed(`the body has a key "${forbidden}"`);
    for (const each of Object.values(inner)) left.push([each, depth + 1]);
  }
}

function malformed(message: string, cause?: unknown): ConfitureError {
  return new ConfitureError('REQUEST_MALFORMED', message, {
    hint: 'Send one JSON object, as the document at /v1/openapi.json describes it.',
    cause,
  });
}

function tooLarge(): ConfitureError {
  return new ConfitureError('REQUEST_TOO_LARGE', `the body is larger than ${MOST_BODY_BYTES} bytes`, {
    hint: 'Send less at once.',
    // The rest of the body is not read.
    details: { headers: { connection: 'close' } },
  });
}

function wrongType(): ConfitureError {
  return new ConfitureError('REQUEST_MEDIA_TYPE', 'the body has another type than JSON', {
    hint: 'Send it with Content-Type: application/json.',
  });
}
