import { z } from 'zod';
import { pageSchema } from './paging.js';
import { Time } from './time.js';

const fields = {
  id: z.string(),
  migration: z.strictObject({ version: z.string(), name: z.string() }),
  run_id: z.string(),
  environment: z.string(),
  plan_hash: z.string().nullable(),
  key_id: z.string().meta({ description: 'First 16 hex digits of the SHA-256 of the public key.' }),
  queries: z.int(),
  sha256: z.string().meta({ description: 'Of its payload.' }),
  created_at: Time,
};

const Certificate = z.strictObject(fields).meta({ id: 'Certificate' });
export const CertificateList = pageSchema('CertificateList', Certificate);

export const CertificateDetail = z
  .strictObject({
    ...fields,
    signature: z.enum(['valid', 'invalid', 'unknown_key']).meta({
      description: '`unknown_key`: this server has not the key that it names, so that it cannot tell.',
    }),
    statement: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What it states: an in-toto statement, without its signature.' }),
  })
  .meta({ id: 'CertificateDetail' });

export const Envelope = z
  .strictObject({
    payloadType: z.string(),
    payload: z.string(),
    signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.string() })),
  })
  .meta({ id: 'CertificateEnvelope', description: 'A DSSE envelope, to the byte as it is stored.' });
