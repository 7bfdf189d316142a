/** Version, trace id, parent id and flags of a `traceparent`; a version to come may add something behind them. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The `traceparent` in a text, in version 00 of W3C Trace Context; null for anything else, which is to be ignored. It
 * holds numbers only, and so no secret.
 */
export function parseTraceparent(text: string): string | null {
  const [, version, traceId, parentId, flags, rest] = TRACEPARENT.exec(text.trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId ?? '') || /^0+$/.test(parentId ?? '')) return null;
  return `00-${traceId}-${parentId}-${flags}`;
}

/** The same trace with another span as its parent: 16 hexadecimal digits, not all of them 0. */
export function withParent(traceparent: string, spanId: string): string {
  return traceparent.replace(/^(00-[0-9a-f]{32})-[0-9a-f]{16}-/, `$1-${spanId}-`);
}
