export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in a body; null where it holds anything else. */
export function parseObject(body: string | Uint8Array): JsonObject | null {
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
