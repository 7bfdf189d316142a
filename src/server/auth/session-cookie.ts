import { SESSION_HOURS } from '../../storage/tokens/api-session.js';

/**
 * The cookie of a person who has signed in. By https it is bound to the host (`__Host-`), which takes `Secure` and the
 * path `/`; by plain http a browser would not keep such a cookie, so on loopback it has a plain name.
 */
export interface SessionCookie {
  readonly name: string;
  /** `Set-Cookie` for a session with this text. */
  set(text: string): string;
  /** `Set-Cookie` that ends it. */
  readonly end: string;
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-confiture' : 'confiture';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    name,
    set: (text) => `${name}=${text}; Max-Age=${SESSION_HOURS * 3600}; ${attributes}`,
    end: `${name}=; Max-Age=0; ${attributes}`,
  };
}
