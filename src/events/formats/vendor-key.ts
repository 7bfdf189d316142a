import { ConfitureError } from '../../errors.js';
import type { FormatTarget } from './format-endpoint.js';

/** The vendor's key, which is the endpoint's secret; `what` is the vendor's word for it. */
export function vendorKey(target: FormatTarget, format: string, what: string): string {
  if (target.secret) return target.secret;
  throw new ConfitureError(
    'ENDPOINT_INVALID',
    `endpoint "${target.name}" has format ${format} but no secret`,
    {
      hint: `Set the secret of the endpoint to the ${what}.`,
    },
  );
}
