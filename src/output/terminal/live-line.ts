import type { Channel } from './channel.js';
import { fitToWidth } from './display-width.js';

const REDRAW_MS = 100;
const ERASE = '\r\u001b[2K';

/** The last line of a terminal, redrawn while something goes on. */
export interface LiveLine {
  /**
   * Draws `render(frame)` from the next tick on, in place of the text before. Work that is over by then never
   * appears, so a thousand quick migrations cost nothing here.
   */
  show(render: (frame: string) => string): void;
  hide(): void;
  /** Makes room for lasting output; the live line comes back at the next tick. */
  erase(): void;
  close(): void;
}

/** A live line for output that is not a terminal. */
export const noLiveLine: LiveLine = { show() {}, hide() {}, erase() {}, close() {} };

/** The timer is unref'd: a live line never keeps the process alive. */
export function createLiveLine(channel: Channel): LiveLine {
  let render: ((frame: string) => string) | null = null;
  let timer: NodeJS.Timeout | null = null;
  let drawn = false;
  let tick = 0;

  const erase = () => {
    if (drawn) channel.raw(ERASE);
    drawn = false;
  };
  const draw = () => {
    if (!render) return;
    const { spinner, width, glyphs } = channel.theme;
    const frame = spinner[tick++ % spinner.length] ?? '';
    // One column less than there are: a full line would wrap and could not be erased.
    channel.raw(ERASE + fitToWidth(render(frame), width - 1, glyphs.ellipsis));
    drawn = true;
  };
  const hide = () => {
    erase();
    render = null;
  };
  return {
    show(next) {
      render = next;
      timer ??= setInterval(draw, REDRAW_MS).unref();
    },
    hide,
    erase,
    close() {
      hide();
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
