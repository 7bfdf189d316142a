import { expect, onTestFinished } from 'vitest';

export interface StreamMessage {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A client of `GET /v1/stream` that keeps what it was told. */
export interface StreamClient {
  readonly messages: readonly StreamMessage[];
  /** As a client would send it in `Last-Event-ID`. */
  readonly lastId: string;
  /** Resolves when so many messages have come; rejects where the stream ends before. */
  until(count: number): Promise<readonly StreamMessage[]>;
  /** Resolves when the place of the stream is known, or has moved to `id`. */
  untilId(id?: string): Promise<void>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface StreamClientOptions {
  readonly url: string;
  readonly token: string;
  readonly query?: string;
  readonly lastEventId?: string;
}

export async function openStreamClient(options: StreamClientOptions): Promise<StreamClient> {
  const { url, token, query = '', lastEventId } = options;
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${url}/v1/stream${query}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const messages: StreamMessage[] = [];
  const waiting = new Set<() => void>();
  let lastId = '';
  let hasEnded = false;
  const checkAll = () => {
    for (const check of waiting) check();
  };
  const read = async () => {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of response.body ?? []) {
        rest += decoder.decode(chunk, { stream: true });
        const parts = rest.split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const fields = fieldsOf(part);
          lastId = fields.id ?? lastId;
          if (fields.data !== undefined)
            messages.push({ id: lastId, event: fields.event ?? 'message', data: JSON.parse(fields.data) });
        }
        checkAll();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      hasEnded = true;
      checkAll();
    }
  };
  const ended = read();
  ended.catch(() => {});
  const untilTrue = (isDone: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!isDone() && !hasEnded) return;
        waiting.delete(check);
        if (isDone()) resolve();
        else reject(new Error(`the stream ended after ${messages.length} messages`));
      };
      waiting.add(check);
      check();
    });
  return {
    messages,
    get lastId() {
      return lastId;
    },
    ended,
    until: async (count) => {
      await untilTrue(() => messages.length >= count);
      return messages;
    },
    untilId: (id) => untilTrue(() => (id === undefined ? lastId !== '' : lastId === id)),
    close: () => abort.abort(),
  };
}

function fieldsOf(part: string): Partial<Record<string, string>> {
  const lines = part.split('\n').filter((line) => !line.startsWith(':'));
  return Object.fromEntries(lines.map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1, 3) ?? [line, '']));
}

/** Status of the answer to one more stream, which is closed at once. */
export async function streamStatus({ url, token }: StreamClientOptions): Promise<number> {
  const abort = new AbortController();
  const { status } = await fetch(`${url}/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  abort.abort();
  return status;
}
