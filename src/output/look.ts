import { styleText } from 'node:util';

/** How a piece of text is meant; what that looks like is decided here only. */
export type Style = 'good' | 'bad' | 'caution' | 'faint' | 'strong' | 'accent';

const COLORS = {
  good: 'green',
  bad: 'red',
  caution: 'yellow',
  faint: 'dim',
  strong: 'bold',
  accent: 'cyan',
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

const UNICODE_GLYPHS = {
  done: '✓',
  failed: '✗',
  arrow: '→',
  dot: '·',
  bar: '│',
  ellipsis: '…',
  full: '█',
  empty: '░',
};
const ASCII_GLYPHS: Record<keyof typeof UNICODE_GLYPHS, string> = {
  done: '+',
  failed: 'x',
  arrow: '->',
  dot: '-',
  bar: '|',
  ellipsis: '...',
  full: '#',
  empty: '-',
};

/** What a view may use to draw. Views return text for exactly this look and do no I/O. */
export interface Look {
  /** Columns a line may take. */
  readonly width: number;
  readonly glyphs: Readonly<typeof UNICODE_GLYPHS>;
  /** Frames of the live line. */
  readonly spinner: readonly string[];
  paint(style: Style, text: string): string;
}

export interface LookOptions {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Asked for at every use: a terminal may be resized. */
  readonly width: () => number;
}

export function createLook({ color, unicode, width }: LookOptions): Look {
  return {
    get width() {
      return width();
    },
    glyphs: unicode ? UNICODE_GLYPHS : ASCII_GLYPHS,
    spinner: [...(unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' : '|/-\\')],
    paint: color ? paint : (_style, text) => text,
  };
}

// From Node 22.13 styleText asks process.stdout whether to paint unless told not to.
function paint(style: Style, text: string): string {
  return styleText(COLORS[style], text, { validateStream: false });
}
