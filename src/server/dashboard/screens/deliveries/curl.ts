import type { DeliveryDetail } from '../../api/generated.js';

/** A request as a command for a shell; secrets are masked in what the API tells, so it is signed by nothing that holds. */
export function curlOf(request: DeliveryDetail['request']): string {
  if (request === null) return '';
  const headers = Object.entries(request.headers).map(
    ([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`,
  );
  return [
    `curl -X ${request.method} ${quoted(request.url)}`,
    ...headers,
    `  --data-raw ${quoted(request.body)}`,
  ].join(' \\\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
