import { unescape as percentDecode } from 'node:querystring';

/** A URL without user and password, and the `Authorization` header (RFC 7617) that carries them; null without any. */
export interface SplitUrl {
  readonly url: URL;
  /** Secret. */
  readonly authorization: string | null;
}

/** Takes user name and password, percent-decoded, out of a copy of `url`. */
export function splitCredentials(url: URL): SplitUrl {
  const { username, password } = url;
  if (username === '' && password === '') return { url, authorization: null };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const credentials = `${percentDecode(username)}:${percentDecode(password)}`;
  return { url: bare, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
