import { z } from 'zod';
import { unknownCertificate } from '../../app/certificates/certificates.js';
import { checkSignature } from '../../app/certificates/check-signature.js';
import { certificateDetailObject, certificateObject } from '../../app/documents/certificates.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import {
  type DatedCertificate,
  pageOfCertificates,
  readCertificate,
} from '../../runner/lifecycle/certificate/list-certificates.js';
import { statementOf } from '../../runner/lifecycle/certificate/verify-certificate.js';
import type { Keyset } from '../../storage/keyset.js';
import { defineRoute } from '../route.js';
import { CertificateDetail, CertificateList, Envelope } from '../schemas/certificates.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const params = z.strictObject({ id: z.string().max(100) });

const listCertificates = defineRoute({
  method: 'get',
  path: '/certificates',
  operationId: 'listCertificates',
  tag: 'certificates',
  summary: 'Lists Behavioral Equivalence Certificates, newest first.',
  scope: 'read',
  query: z.strictObject({
    ...pageQuery,
    version: z.string().max(200).optional().meta({ description: 'Of this migration only.' }),
  }),
  answers: { 200: { schema: CertificateList, description: 'A page of certificates.' } },
  handle: async ({ query }, server) => {
    const page = await server.withConnection((connection, scope) =>
      readPage(
        {
          list: 'certificates',
          read: (keyset: Keyset) => pageOfCertificates(connection, scope, query.version ?? null, keyset),
          keyOf: ({ placedAt, id }: DatedCertificate) => [placedAt, id],
        },
        pageRequest(query),
      ),
    );
    return { status: 200, body: pageDocument(page, certificateObject) };
  },
});

const getCertificate = defineRoute({
  method: 'get',
  path: '/certificates/{id}',
  operationId: 'getCertificate',
  tag: 'certificates',
  summary: 'Shows what a certificate states, and whether its signature holds.',
  scope: 'read',
  params,
  answers: { 200: { schema: CertificateDetail, description: 'The certificate.' } },
  problems: ['CERTIFICATE_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const certificate = await read(server, id);
    const signature = checkSignature(server.settings, certificate);
    const body = certificateDetailObject(certificate, statementOf(certificate.envelope), signature);
    return { status: 200, body };
  },
});

const exportCertificate = defineRoute({
  method: 'get',
  path: '/certificates/{id}/export',
  operationId: 'exportCertificate',
  tag: 'certificates',
  summary:
    'Gives a certificate itself, as a DSSE envelope, for `confiture certificate verify` and tools like it.',
  scope: 'read',
  params,
  answers: {
    200: {
      contentType: 'application/vnd.dsse.envelope.v1+json',
      schema: Envelope,
      description: 'The envelope, as it is stored.',
      headers: { 'Content-Disposition': 'Names a file.' },
    },
  },
  problems: ['CERTIFICATE_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const { envelope } = await read(server, id);
    return {
      status: 200,
      headers: { 'content-disposition': `attachment; filename="${id}.json"` },
      body: `${envelope}\n`,
    };
  },
});

async function read(server: ServerContext, id: string) {
  const found = await server.withConnection((connection, scope) => readCertificate(connection, scope, id));
  if (found === null) throw unknownCertificate(id, server.settings.environment);
  return found;
}

export const certificateRoutes = [listCertificates, getCertificate, exportCertificate];
