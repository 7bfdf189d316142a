/** What the engine's thread is asked for. One request at a time; each ends with `done` or `failed`. */
export type EngineRequest =
  /** Makes a database in an empty directory, and closes it. */
  | { readonly kind: 'make'; readonly directory: string }
  | { readonly kind: 'open'; readonly directory: string }
  /** Hands over messages of the wire protocol; the server's answers come as `data`. */
  | { readonly kind: 'ask'; readonly message: Uint8Array }
  | { readonly kind: 'close' };

export type EngineAnswer =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly fault: EngineFault };

/** What can be said of an error after it has crossed the border of the thread. */
export interface EngineFault {
  /** Of the operating system, for instance ENOSPC; null where it is none of its errors. */
  readonly code: string | null;
  readonly message: string;
}

/** Given to the thread when it starts. */
export interface EngineThreadData {
  /** One 32-bit count: bytes of answers that the thread has posted and the reader has not taken. */
  readonly unread: SharedArrayBuffer;
}

/** So many bytes of answers may be unread before the engine waits for its reader. */
export const MOST_UNREAD_BYTES = 4_000_000;
