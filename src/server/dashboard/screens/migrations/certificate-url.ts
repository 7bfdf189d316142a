import { basePath } from '../../api/client.js';

/** Where a certificate is exported, as a file that any tool of the supply chain can verify. */
export function certificateUrl(id: string): string {
  return `${basePath}/v1/certificates/${encodeURIComponent(id)}/export`;
}
