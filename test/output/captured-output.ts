import type { TextStream } from '../../src/output/terminal/channel.js';
import { type Output, type OutputOptions, outputFor } from '../../src/output/terminal/streams.js';
import { createTheme, type Theme } from '../../src/output/terminal/theme.js';

export interface Captured {
  readonly stream: TextStream;
  text(): string;
}

export function captureStream(options: { isTTY?: boolean; columns?: number } = {}): Captured {
  const written: string[] = [];
  const stream = { ...options, write: (text: string) => written.push(text), on: () => undefined };
  return { stream, text: () => written.join('') };
}

type CaptureOptions = Partial<Omit<OutputOptions, 'stdout' | 'stderr'>> & {
  isTTY?: boolean;
  columns?: number;
};

export function captureOutput(options: CaptureOptions = {}): {
  output: Output;
  stdout: Captured;
  stderr: Captured;
} {
  const { isTTY = false, columns = 80, env = {}, format = 'text', verbosity = 'normal' } = options;
  const { command = 'test' } = options;
  const stdout = captureStream({ isTTY, columns });
  const stderr = captureStream({ isTTY, columns });
  const streams = { stdout: stdout.stream, stderr: stderr.stream };
  return { output: outputFor({ ...streams, env, format, verbosity, command }), stdout, stderr };
}

export function plainTheme(width = 80): Theme {
  return createTheme({ color: false, unicode: true, width: () => width });
}
