import { ConfitureError } from '../../errors.js';
import type { FormatEndpoint } from './format-endpoint.js';

/** The vendor's key, which is the endpoint's secret; `what` is the vendor's word for it. */
export function vendorKey(endpoint: FormatEndpoint, format: string, what: string): string {
  if (endpoint.secret) return endpoint.secret;
  throw new ConfitureError(
    'ENDPOINT_INVALID',
    `endpoint "${endpoint.name}" has format ${format} but no secret`,
    {
      hint: `Set the secret of the endpoint to the ${what}.`,
    },
  );
}
