import type { Output } from '../terminal/streams.js';
import { createGithubReporter } from './github-reporter.js';
import { createJsonReporter } from './json-reporter.js';
import type { Reporter } from './reporter.js';
import { createTextReporter } from './text-reporter.js';

/** The reporter that fits where output goes. */
export function createReporter(output: Output): Reporter {
  const reporter = output.format === 'json' ? createJsonReporter(output) : createTextReporter(output);
  if (output.github === null) return reporter;
  return createGithubReporter(reporter, output.stderr, { ...output.github, pathOf: output.pathOf });
}
