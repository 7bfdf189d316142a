import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Channel } from '../../output/terminal/channel.js';

/**
 * Asks a yes-or-no question on a terminal; anything but `y` and `yes` is a no, and so is the end of the input. The
 * terminal stays in its line mode, so that Ctrl-C is the signal that it always is. Rejects where `signal` aborts.
 */
export function askPerson(
  question: string,
  { input, output, signal }: { input: Readable; output: Pick<Channel, 'raw'>; signal: AbortSignal },
): Promise<boolean> {
  const lines = createInterface({ input, terminal: false });
  const answer = new Promise<boolean>((resolve, reject) => {
    lines.once('line', (line) => resolve(/^y(es)?$/i.test(line.trim())));
    lines.once('close', () => resolve(false));
    const stop = () => {
      output.raw('\n');
      reject(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  output.raw(question);
  return answer.finally(() => {
    lines.close();
    // An input that is still read would keep the process.
    input.pause();
  });
}
