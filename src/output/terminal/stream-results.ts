import { reportDocument } from '../reporters/command-document.js';
import { jsonDocument } from '../reporters/json-document.js';
import type { CommandOutcome } from '../reporters/reporter.js';
import { createPrinter } from './printer.js';
import type { Output } from './streams.js';

/**
 * Prints results one after the other, for commands that go on until they are stopped. As JSON, each is one
 * document on a line of its own.
 */
export function createResultStream(output: Output): (result: CommandOutcome) => void {
  const { out, shows } = createPrinter(output);
  const audience = { isPersonal: output.isPersonal, verbose: shows('verbose') };
  const json = ({ document, error }: CommandOutcome) =>
    jsonDocument(reportDocument({ command: output.command, database: null }, document(), error ?? null));
  return (result) => out.line(output.format === 'json' ? json(result) : result.text(out.theme, audience));
}
