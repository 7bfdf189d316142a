// The scene of `npm run demo:serve`, from the database to the run that goes on; it ends when its parent says so or is gone.
import { setTimeout as pause } from 'node:timers/promises';
import { print } from '../demo/print.mjs';
import { addTokens } from './access.mjs';
import { makeCommands } from './commands.mjs';
import { startDatabase } from './database.mjs';
import { makeHistory } from './history.mjs';
import { startLiveRun } from './live-run.mjs';
import { printGuide } from './print-guide.mjs';
import { makeProject } from './project.mjs';
import { startReceivers } from './receivers.mjs';
import { startServer } from './server.mjs';

/** The run begins with the first look at the page, or after this time. */
const LONGEST_WAIT_MS = 60_000;
/** What has not ended by then is left to the operating system. */
const LONGEST_END_MS = 60_000;

const stop = new AbortController();
process.on('message', () => stop.abort());
process.on('disconnect', () => stop.abort());
process.on('SIGTERM', () => stop.abort());
stop.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), LONGEST_END_MS).unref());

process.exit(await showScene(stop.signal));

/** Exit code of the demo: being stopped is the way it ends. */
async function showScene(signal) {
  const opened = [];
  const open = async (starting) => {
    signal.throwIfAborted();
    const part = await starting;
    opened.unshift(part);
    signal.throwIfAborted();
    return part;
  };
  try {
    print('A shop on a PostgreSQL of its own, with a day of deploys. This takes half a minute.');
    const database = await open(startDatabase());
    const receivers = await open(startReceivers());
    const project = await open(makeProject({ database, receivers }));
    const commands = makeCommands({ project, signal });
    await makeHistory({ project, commands, database, receivers, signal });
    const token = await addTokens({ commands });
    const server = await open(startServer({ project, token }));
    printGuide(server.signInUrl);
    await Promise.race([server.firstRequest, server.ended, pause(LONGEST_WAIT_MS, null, { signal })]);
    await startLiveRun({ project, server, database, signal });
    await Promise.race([server.ended, pause(2 ** 31 - 1, null, { signal })]);
    throw new Error('`serve` has ended');
  } catch (error) {
    if (!signal.aborted) print(error.stack);
    else print('\nStopping, and removing what the demo made.');
    return signal.aborted ? 0 : 1;
  } finally {
    for (const part of opened) await part.stop().catch((error) => print(error.stack));
  }
}
