import type { Channel } from './channel.js';
import { createLiveLine, type LiveLine, noLiveLine } from './live-line.js';
import type { Output, Verbosity } from './streams.js';

/** Lasting lines and the live line, kept out of each other's way. */
export interface Printer {
  readonly live: LiveLine;
  /** False where `live` draws nothing, so that waits have to be said in lines. */
  readonly isLive: boolean;
  readonly out: Pick<Channel, 'theme' | 'line'>;
  readonly err: Pick<Channel, 'theme' | 'line'>;
  /** True where output is at least as talkative as `verbosity`. */
  shows(verbosity: Verbosity): boolean;
}

const TALKATIVE: readonly Verbosity[] = ['quiet', 'normal', 'verbose'];

export function createPrinter(output: Output): Printer {
  const live = output.live ? createLiveLine(output.stdout) : noLiveLine;
  // Both streams usually end in the same terminal, so a line on either must clear the live one first.
  const over = (channel: Channel) => ({
    theme: channel.theme,
    line(text: string) {
      live.erase();
      channel.line(text);
    },
  });
  return {
    live,
    isLive: output.live,
    out: over(output.stdout),
    err: over(output.stderr),
    shows: (verbosity) => TALKATIVE.indexOf(output.verbosity) >= TALKATIVE.indexOf(verbosity),
  };
}
