import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** The same bytes in gzip. */
  readonly compressed: Buffer;
}

/** The built page: its document, which still lacks its base and its nonce, and the files that this names. */
export interface PageFiles {
  readonly document: string;
  /** By path, with `/` in front: `/assets/index-….js`. */
  readonly files: ReadonlyMap<string, PageFile>;
}

const compress = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const DOCUMENT = 'index.html';

/** Reads the page from the folder that the build has put it into. Fails where it is not there. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const names = await readdir(folder, { recursive: true });
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const contentType = TYPES[path.extname(name)];
    if (contentType === undefined) continue;
    const bytes = await readFile(path.join(folder, name));
    const compressed = await compress(bytes);
    files.set(`/${name.replaceAll(path.sep, '/')}`, { contentType, bytes, compressed });
  }
  return { document: await readFile(path.join(folder, DOCUMENT), 'utf8'), files };
}
