import { Chalk } from 'chalk';

/** How a piece of text is meant; what that looks like is decided here only. */
export type Style = 'good' | 'bad' | 'caution' | 'faint' | 'strong' | 'accent';

const COLORS = {
  good: 'green',
  bad: 'red',
  caution: 'yellow',
  faint: 'dim',
  strong: 'bold',
  accent: 'cyan',
} as const satisfies Record<Style, string>;

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
export interface Theme {
  /** Columns a line may take. */
  readonly width: number;
  /** Rows that are wider would be wrapped by a terminal, and are cut; false where nothing wraps them. */
  readonly cuts: boolean;
  readonly glyphs: Readonly<typeof UNICODE_GLYPHS>;
  /** Frames of the live line. */
  readonly spinner: readonly string[];
  paint(style: Style, text: string): string;
}

export interface ThemeOptions {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Asked for at every use: a terminal may be resized. */
  readonly width: () => number;
  /** Default false. */
  readonly cuts?: boolean;
}

export function createTheme({ color, unicode, width, cuts = false }: ThemeOptions): Theme {
  return {
    cuts,
    get width() {
      return width();
    },
    glyphs: unicode ? UNICODE_GLYPHS : ASCII_GLYPHS,
    spinner: [...(unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' : '|/-\\')],
    paint: color ? paint : (_style, text) => text,
  };
}

/** Whether there is colour is decided by stream and environment in `terminal.ts`, so the library must not decide again. */
const chalk = new Chalk({ level: 1 });

function paint(style: Style, text: string): string {
  return chalk[COLORS[style]](text);
}
