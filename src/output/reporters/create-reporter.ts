import type { Output, OutputFormat } from '../terminal/streams.js';
import { createGithubReporter } from './github/github-reporter.js';
import { createJsonReporter } from './json-reporter.js';
import type { Reporter } from './reporter.js';
import { createTextReporter } from './text-reporter.js';

const reporters: Readonly<Record<OutputFormat, (output: Output) => Reporter>> = {
  text: createTextReporter,
  json: createJsonReporter,
  markdown: createMarkdownReporter,
};

/** The reporter that fits where output goes. */
export function createReporter(output: Output): Reporter {
  const reporter = reporters[output.format](output);
  if (output.github === null) return reporter;
  return createGithubReporter(reporter, output.stderr, { ...output.github, pathOf: output.pathOf });
}

/** For a page: the result alone on stdout, as Markdown, and everything else for people on stderr. */
function createMarkdownReporter(output: Output): Reporter {
  const beside = createTextReporter({ ...output, stdout: output.stderr, live: false });
  return {
    ...beside,
    result(outcome) {
      if (outcome.markdown === undefined) beside.result(outcome);
      else output.stdout.line(outcome.markdown());
    },
  };
}
