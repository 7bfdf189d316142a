import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ConfitureError } from '../../errors.js';
import { BYTES_PER_MB, LARGEST_FILE_MB } from '../folder/folder-options.js';
import type { FilePath } from '../folder/migration-file.js';
import { checksumOf } from './checksum.js';
import { firstInvalidByte } from './invalid-utf8.js';

/** A file as text, without its byte order mark. */
export interface FileText {
  readonly text: string;
  /** SHA-256 of the bytes, in hex. */
  readonly checksum: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'it is gone',
  ELOOP: 'it is a link',
  ENXIO: 'it is not a regular file',
  ESPIPE: 'it is not a regular file',
};

/**
 * The bytes of a file. Synchronous on purpose: a run reads every file of the folder, and a thousand small reads
 * take several times as long through promises.
 */
export function readBytes(file: FilePath): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file.path, READ_REGULAR);
    return readOpen(file, descriptor);
  } catch (cause) {
    if (ConfitureError.is(cause)) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw unreadable(
      file,
      `cannot be read: ${REASONS[code] ?? code}`,
      'Check that the file is there and readable.',
      {
        cause,
      },
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Follows no link, and waits for no other end of a pipe; both flags are missing on Windows. */
const READ_REGULAR = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Nearly every file fits, and is read without asking for its size. Its content is good until the next read. */
const space = Buffer.allocUnsafeSlow(65_536);

function readOpen(file: FilePath, descriptor: number): Buffer {
  const length = fill(descriptor, space);
  const { maxBytes = LARGEST_FILE_MB * BYTES_PER_MB } = file;
  // Nothing may be a pipe, and as much as there is room for may be a device without an end.
  if (length === 0 || length === space.length || length > maxBytes)
    return readSized(file, descriptor, maxBytes);
  return Buffer.from(space.subarray(0, length));
}

function readSized(file: FilePath, descriptor: number, maxBytes: number): Buffer {
  const stats = fstatSync(descriptor);
  if (!stats.isFile())
    throw Object.assign(new Error('not a file'), { code: stats.isDirectory() ? 'EISDIR' : 'ENXIO' });
  if (stats.size > maxBytes) throw tooLarge(file, stats.size, maxBytes);
  const bytes = Buffer.allocUnsafe(stats.size + 1);
  const length = fill(descriptor, bytes);
  if (length !== stats.size)
    throw unreadable(file, 'was changed while it was read', 'Run the command again.', {});
  return bytes.subarray(0, length);
}

/** Reads from the start until the file or `bytes` ends. */
function fill(descriptor: number, bytes: Buffer): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = readSync(descriptor, bytes, length, bytes.length - length, length);
  return length;
}

function tooLarge(file: FilePath, size: number, maxBytes: number): ConfitureError {
  const [is, may] = [size, maxBytes].map((bytes) => Math.ceil(bytes / BYTES_PER_MB));
  return unreadable(
    file,
    `is too large: ${is} MB, and ${may} MB are allowed`,
    'Split the file, or raise migration.maxFileMb in the config file.',
    {},
  );
}

/** Reads SQL strictly: UTF-8 without NUL, since the server would refuse anything else with less to go by. */
export function readMigration(file: FilePath, bytes = readBytes(file)): FileText {
  refuseUtf16(file, bytes);
  refuseInvalidUtf8(file, bytes);
  refuseNul(file, bytes);
  return { text: decode(file, bytes), checksum: checksumOf(bytes) };
}

function refuseUtf16(file: FilePath, bytes: Buffer): void {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return;
  throw unreadable(file, 'is UTF-16', 'Save the file as UTF-8.', { line: 1 });
}

function refuseInvalidUtf8(file: FilePath, bytes: Buffer): void {
  if (isUtf8(bytes)) return;
  const offset = firstInvalidByte(bytes);
  const line = lineOfByte(bytes, offset);
  throw unreadable(file, `is not valid UTF-8 at line ${line} (byte ${offset})`, 'Save the file as UTF-8.', {
    line,
  });
}

function refuseNul(file: FilePath, bytes: Buffer): void {
  const offset = bytes.indexOf(0);
  if (offset === -1) return;
  const line = lineOfByte(bytes, offset);
  throw unreadable(file, `holds a NUL byte at line ${line}`, 'Remove it; PostgreSQL text cannot hold NUL.', {
    line,
  });
}

function decode(file: FilePath, bytes: Buffer): string {
  const start = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  try {
    return bytes.toString('utf8', start);
  } catch (cause) {
    throw unreadable(file, 'is too large to be read as one text', 'Split the file.', { cause });
  }
}

function lineOfByte(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

function unreadable(
  file: FilePath,
  fault: string,
  hint: string,
  options: { readonly line?: number; readonly cause?: unknown },
): ConfitureError {
  const { line, cause } = options;
  return new ConfitureError('FILES_UNREADABLE', `${file.displayPath} ${fault}.`, {
    hint,
    location: { file: file.displayPath, ...(line === undefined ? {} : { line }) },
    ...(cause === undefined ? {} : { cause }),
  });
}
