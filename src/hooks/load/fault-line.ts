import { pathToFileURL } from 'node:url';

/** The line of `file` that `error` points at, in its stack or its message; undefined where it names none. */
export function faultLine(error: unknown, file: string): number | undefined {
  const text = traceOf(error);
  for (const place of [pathToFileURL(file).href, file]) {
    const line = new RegExp(`${literal(place)}:(\\d+)`).exec(text)?.[1];
    if (line !== undefined) return Number(line);
  }
  return undefined;
}

function traceOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  } catch {
    return '';
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
