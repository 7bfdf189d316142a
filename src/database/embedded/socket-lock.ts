import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const CLAIM = '.lock';
const UNFINISHED = '.new';
/** Bytes of `sun_path`, with room for the NUL. */
const LONGEST_ADDRESS = 107;
const MOST_CLAIMS = 5;
const LONGEST_PAUSE_MS = 40;

export interface SocketLock {
  release(): Promise<void>;
}

/**
 * A lock in `folder` that the kernel holds: a socket file with a listener. Every process on the machine that sees the
 * folder sees it, whatever namespaces it is in, and a listener ends with its process. Claims have names of their own
 * that are never used again, so that a dead one can be removed without meeting a living one. A claim holds where,
 * after it was made, no other lived; of two that are made at once, both are taken back and made again.
 */
export async function lockBySocket(folder: string): Promise<SocketLock | null> {
  for (let claims = 0; claims < MOST_CLAIMS; claims += 1) {
    if (await hasLivingClaim(folder, null)) return null;
    const claim = await makeClaim(folder);
    if (claim === null) continue;
    if (!(await isContested(folder, claim))) return { release: claim.withdraw };
    await claim.withdraw();
    await pause(Math.random() * LONGEST_PAUSE_MS);
  }
  return null;
}

interface Claim {
  readonly name: string;
  withdraw(): Promise<void>;
}

/** Null where another process took the unfinished claim for a dead one. Listens before it is seen. */
async function makeClaim(folder: string): Promise<Claim | null> {
  const id = randomBytes(6).toString('hex');
  const unfinished = path.join(folder, id + UNFINISHED);
  const name = id + CLAIM;
  const server = await withAddress(unfinished, listen);
  const withdraw = async () => {
    await rm(path.join(folder, name), { force: true });
    await new Promise<void>((done) => server.close(() => done()));
  };
  try {
    await rename(unfinished, path.join(folder, name));
    return { name, withdraw };
  } catch (error) {
    await withdraw();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function isContested(folder: string, claim: Claim): Promise<boolean> {
  try {
    return await hasLivingClaim(folder, claim.name);
  } catch (error) {
    await claim.withdraw();
    throw error;
  }
}

/** Removes the dead ones on its way. */
async function hasLivingClaim(folder: string, own: string | null): Promise<boolean> {
  for (const name of await readdir(folder)) {
    if (name === own || !(name.endsWith(CLAIM) || name.endsWith(UNFINISHED))) continue;
    const file = path.join(folder, name);
    const isAlive = await withAddress(file, answers);
    if (!isAlive) await rm(file, { force: true });
    else if (name.endsWith(CLAIM)) return true;
  }
  return false;
}

function listen(address: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** False only where the kernel says that there is no listener. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}

/** Calls `use` with a name of `file` that fits into a socket address; a long one goes by way of its open folder. */
async function withAddress<T>(file: string, use: (address: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(file) <= LONGEST_ADDRESS) return use(file);
  const folder = await open(path.dirname(file), 'r');
  try {
    return await use(`/proc/self/fd/${folder.fd}/${path.basename(file)}`);
  } finally {
    await folder.close();
  }
}
