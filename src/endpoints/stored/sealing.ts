import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.js';

/** Where a sealed text belongs. One that is copied to another row or column cannot be unsealed there. */
export interface SealContext {
  readonly project: string;
  readonly environment: string;
  /** Of the endpoint. */
  readonly id: string;
  readonly column: 'url' | 'headers' | 'secrets';
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `text` under AES-256-GCM with a random nonce, bound to its context. The same text is sealed differently each time. */
export function seal(text: string, { bytes }: MasterKey, context: SealContext): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(context));
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
}

/** What `seal` was given; null where key or context are others, or the text was altered. */
export function unseal(sealed: string, { bytes }: MasterKey, context: SealContext): string | null {
  const all = Buffer.from(sealed.slice(VERSION.length), 'base64url');
  if (!sealed.startsWith(VERSION) || all.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, bytes, all.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(context));
  decipher.setAuthTag(all.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const content = decipher.update(all.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([content, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** As JSON, so that no two places have the same bytes. */
function boundTo({ project, environment, id, column }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['confiture.webhooks', project, environment, id, column]), 'utf8');
}
