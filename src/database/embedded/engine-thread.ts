import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { faultOf } from './engine-fault.js';
import {
  type EngineAnswer,
  type EngineRequest,
  type EngineThreadData,
  MOST_UNREAD_BYTES,
} from './engine-messages.js';

/**
 * Entry of the thread in which the embedded database runs. The engine computes without ever giving way, so in the
 * thread of the command nothing could be drawn and no signal be noticed while a statement runs.
 */
const unread = new Int32Array((workerData as EngineThreadData).unread);
let engine: PGlite | undefined;

/** The engine sets the mode of each file it makes past the umask, and opens some to everybody. */
const { chmodSync } = fs;
fs.chmodSync = (file, mode) => chmodSync(file, Number(mode) & 0o700);

parentPort?.on('message', async (request: EngineRequest) => {
  try {
    await act(request);
    post({ kind: 'done' });
  } catch (error) {
    post({ kind: 'failed', fault: faultOf(error) });
  }
});

async function act(request: EngineRequest): Promise<void> {
  switch (request.kind) {
    case 'make': {
      const fresh = await start(request.directory);
      return fresh.close();
    }
    case 'open':
      engine = await start(request.directory);
      return;
    case 'ask':
      return engine?.execProtocolRawStream(request.message, { onRawData: hand });
    case 'close':
      return engine?.close();
  }
}

/** By `import()`: the engine's CommonJS form does not find its own files below a folder with `#` in its name. */
async function start(dataDir: string): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({ dataDir });
}

/** Copies an answer, whose memory the engine uses again, and waits where the reader is behind. */
function hand(answer: Uint8Array): void {
  const data = answer.slice();
  post({ kind: 'data', data }, [data.buffer]);
  let waiting = Atomics.add(unread, 0, data.byteLength) + data.byteLength;
  while (waiting > MOST_UNREAD_BYTES) {
    Atomics.wait(unread, 0, waiting);
    waiting = Atomics.load(unread, 0);
  }
}

function post(answer: EngineAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, transfer);
}
