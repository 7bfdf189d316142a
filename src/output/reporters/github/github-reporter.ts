import type { MigrationFinished, RunHeader } from '../../../run-events.js';
import type { Channel } from '../../terminal/channel.js';
import type { Reporter } from '../reporter.js';
import { annotationOf, findingAnnotation, type WorkspacePath } from './github-annotation.js';
import { appendJobSummary, jobSummary } from './job-summary.js';

/** Where GitHub looks. */
export interface GithubPaths {
  readonly summaryFile: string | null;
  readonly pathOf: WorkspacePath;
}

/**
 * Adds to `inner` what GitHub Actions can show: an annotation for each failure and finding, and at `close` a job summary.
 * Annotations go to stderr, which GitHub reads as well, so that JSON on stdout stays one document.
 */
export function createGithubReporter(
  inner: Reporter,
  stderr: Pick<Channel, 'raw'>,
  { summaryFile, pathOf }: GithubPaths,
): Reporter {
  const finished: MigrationFinished[] = [];
  let header: RunHeader | null = null;
  let failure: { readonly error: unknown } | null = null;
  return {
    ...inner,
    emit(event) {
      if (event.type === 'run.opened') header = event;
      if (event.type === 'migration.finished') finished.push(event);
      inner.emit(event);
    },
    result(outcome) {
      inner.result(outcome);
      for (const finding of outcome.findings ?? []) stderr.raw(`${findingAnnotation(finding, pathOf)}\n`);
    },
    failure(error, context) {
      failure ??= { error };
      inner.failure(error, context);
      stderr.raw(`${annotationOf(error, pathOf)}\n`);
    },
    close() {
      const markdown = jobSummary({ header, finished: finished.splice(0), failure });
      failure = null;
      if (summaryFile !== null && markdown !== '') {
        const problem = appendJobSummary(summaryFile, markdown);
        if (problem !== null) inner.warning(problem);
      }
      inner.close();
    },
  };
}
