import path from 'node:path';
import { ConfitureError } from '../../../errors.js';
import { errorMessage } from '../../failures/error-message.js';
import { describeUnknown } from '../../failures/unknown-error.js';
import { displayForeign, displayLines, displayText } from '../../terminal/display-text.js';
import type { Finding } from '../../views/check-view.js';

/** The path of a file as GitHub knows it, relative to the workspace, from the path in a message. */
export type WorkspacePath = (file: string) => string;

/** Paths in messages begin in `cwd`, which may be a folder of the workspace or lie outside of it. */
export function workspacePath(cwd: string, workspace: string | null): WorkspacePath {
  return (file) => {
    if (workspace === null) return file;
    const inside = path.relative(workspace, path.resolve(cwd, file)).split(path.sep).join('/');
    return inside.startsWith('../') || path.isAbsolute(inside) ? file : inside;
  };
}

/**
 * The workflow command that pins an error to its line in GitHub's view of a change.
 * Escaping as GitHub's own toolkit does: https://github.com/actions/toolkit, `packages/core/src/command.ts`.
 */
export function annotationOf(error: unknown, pathOf: WorkspacePath = (file) => file): string {
  if (!ConfitureError.is(error)) {
    return command('error', { title: 'INTERNAL' }, displayForeign(describeUnknown(error).message));
  }
  const { location, migration, code, sqlstate, hint } = error;
  const sentences = [errorMessage(error), sqlstate && `SQLSTATE ${sqlstate}`, hint]
    .filter((part) => part !== undefined)
    .map(displayLines);
  return command(
    'error',
    {
      file: location && pathOf(location.file),
      line: location?.line,
      col: location?.column,
      title: migration === undefined ? code : `${migration}: ${code}`,
    },
    sentences.join('\n'),
  );
}

/** The workflow command that pins a finding of `migrate validate` or `verify`. */
export function findingAnnotation(finding: Finding, pathOf: WorkspacePath): string {
  const { severity, file, line, column, message, hint } = finding;
  const sentences = [message, hint].filter((part) => part !== undefined).map(displayLines);
  return command(severity, { file: pathOf(file), line, col: column }, sentences.join('\n'));
}

type Properties = Readonly<Record<string, string | number | undefined>>;

function command(name: Finding['severity'], properties: Properties, message: string): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${name} ${list}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(displayText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
