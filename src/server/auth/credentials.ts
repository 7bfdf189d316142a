/** What a request shows of who sent it. */
export interface Credentials {
  readonly kind: 'token' | 'session';
  readonly text: string;
}

/** The bearer token of a request, else the session of its cookie; null for neither. */
export function credentialsOf(headers: Headers, cookieName: string): Credentials | null {
  const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return { kind: 'token', text: bearer };
  // Another scheme is an answer too: a cookie must not stand in for it.
  if (headers.has('authorization')) return null;
  const session = cookieOf(headers.get('cookie') ?? '', cookieName);
  return session === null ? null : { kind: 'session', text: session };
}

function cookieOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    if (key === name && /^[A-Za-z0-9]{1,128}$/.test(value)) return value;
  }
  return null;
}
