import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Who wants to log in where. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The server wants a password and there is none. `fileIgnored`: the file is open to others and was not used. */
export class MissingPassword extends Error {
  readonly fileIgnored: boolean;

  constructor(fileIgnored: boolean) {
    super('no password');
    this.fileIgnored = fileIgnored;
  }
}

const OPEN_TO_OTHERS = 0o077;

/**
 * The password for a login from PostgreSQL's password file (documentation, "The Password File"): the first
 * line that matches. A file that others can read is ignored, as psql ignores it.
 * @throws MissingPassword
 */
export async function passwordFromFile(login: Login, file = usualFile()): Promise<string> {
  const mode = await stat(file).then(
    (found) => found.mode,
    () => null,
  );
  if (mode === null) throw new MissingPassword(false);
  if (process.platform !== 'win32' && mode & OPEN_TO_OTHERS) throw new MissingPassword(true);
  const text = await readFile(file, 'utf8').catch(() => '');
  const password = findPassword(text, login);
  if (password === null) throw new MissingPassword(false);
  return password;
}

/** Null where no line matches. */
export function findPassword(text: string, { host, port, database, user }: Login): string | null {
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = splitFields(line);
    const password = fields[wanted.length];
    if (password && wanted.every((value, at) => fields[at] === '*' || fields[at] === value)) return password;
  }
  return null;
}

/** Fields are separated by colons; a backslash takes away the meaning of a colon or a backslash. */
function splitFields(line: string): string[] {
  const fields = line.match(/(?:^|:)(?:\\.|[^:\\])*/g) ?? [];
  return fields.map((field, at) => (at === 0 ? field : field.slice(1)).replace(/\\(.)/g, '$1'));
}

function usualFile(): string {
  if (process.env.PGPASSFILE) return process.env.PGPASSFILE;
  if (process.platform === 'win32') return path.join(process.env.APPDATA ?? '.', 'postgresql', 'pgpass.conf');
  return path.join(process.env.HOME ?? os.homedir(), '.pgpass');
}
