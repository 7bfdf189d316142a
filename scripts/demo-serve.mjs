// `npm run demo:serve`: the page of `serve` over a day of a shop's deploys, with a run that goes on and endpoints that
// fail in different ways. Ctrl-C ends it and leaves nothing behind.
import { fork } from 'node:child_process';

// In a process group of its own, or a Ctrl-C would reach the database and the server at once, and in no order. Where
// this process is killed, the link to it breaks, and the scene ends too.
const scene = fork(new URL('demo-serve/scene.mjs', import.meta.url), {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
const stop = () => scene.connected && scene.send('stop');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
scene.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
