import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../app-env.js';
import { type PageFiles, readPageFiles } from './page-files.js';

/** What stands beside the page, and is never a place of it. */
const NOT_THE_PAGE = /^\/(?:v1(?:\/|$)|metrics$|healthz$|readyz$)/;
const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * Serves the page: its files, whose names change with their bytes, and its document for every other path, since the
 * page finds its own way. It holds no data: what it shows it asks the API for, in the name of who has signed in.
 */
export function servePage(folder: string, basePath: string): MiddlewareHandler<AppEnv> {
  let reading: Promise<PageFiles> | undefined;
  return async (c, next) => {
    const { method, path } = c.req;
    if ((method !== 'GET' && method !== 'HEAD') || NOT_THE_PAGE.test(path)) return next();
    reading ??= readPageFiles(folder);
    const page = await reading;
    const file = page.files.get(path);
    if (file !== undefined) {
      c.header('cache-control', path.startsWith('/assets/') ? A_YEAR : 'no-cache');
      c.header('content-type', file.contentType);
      c.header('vary', 'accept-encoding');
      if (!takesGzip(c.req.header('accept-encoding'))) return c.body(new Uint8Array(file.bytes));
      c.header('content-encoding', 'gzip');
      return c.body(new Uint8Array(file.compressed));
    }
    if (!c.req.header('accept')?.includes('text/html')) return next();
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', policy(nonce));
    c.header('referrer-policy', 'no-referrer');
    c.header('x-frame-options', 'DENY');
    c.header('cross-origin-opener-policy', 'same-origin');
    return c.html(documentOf(page.document, basePath, nonce));
  };
}

/** Whether `accept-encoding` names gzip, and not as what is refused. */
function takesGzip(header = ''): boolean {
  return header.split(',').some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding));
}

/** Nothing but what the server itself sends; styles that parts of the page add while it runs name the nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function documentOf(document: string, basePath: string, nonce: string): string {
  const head = `<base href="${escaped(basePath)}/" /><meta name="nonce" content="${nonce}" />`;
  return document.replace('<head>', () => `<head>${head}`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
