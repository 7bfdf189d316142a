import { closed } from '../../../events/catalog/schema.js';
import { about, count, flag, listOf, migration, orNull, type Properties, text, time } from './shapes.js';

const id = { type: 'string', pattern: '^crt_' };
const keyId = about('First 16 hex digits of the SHA-256 of the public key.', text);

const certificate = closed({
  id,
  migration,
  run_id: { type: 'string', pattern: '^run_' },
  environment: text,
  plan_hash: orNull(text),
  key_id: keyId,
  queries: about('Queries whose results it compares.', count),
  sha256: about('Of the signed payload, in hex.', text),
  created_at: time,
});

const statement = about('The in-toto statement; see docs/lifecycle.md.', { type: 'object' });

export const list: Properties = { certificates: about('Newest first.', listOf(certificate)) };
export const show: Properties = { certificate, statement };
export const exported: Properties = {
  id,
  file: about('File that was written; null where none was asked for.', orNull(text)),
  envelope: about('The certificate as a DSSE envelope.', { type: 'object' }),
};
export const verified: Properties = { key_id: keyId, statement };
export const key: Properties = {
  key_id: keyId,
  public_key: about('In PEM.', text),
  source: about('Where the private key comes from.', text),
  made: about('It was made just now.', flag),
};
