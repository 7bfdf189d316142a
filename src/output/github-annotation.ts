import { ConfitureError } from '../errors.js';
import { present, presentForeign, presentLines } from './present.js';
import { describeUnknown } from './unknown-error.js';

/**
 * The workflow command that pins an error to its line in GitHub's view of a change.
 * Escaping as GitHub's own toolkit does: https://github.com/actions/toolkit, `packages/core/src/command.ts`.
 */
export function annotationOf(error: unknown): string {
  if (!ConfitureError.is(error)) {
    return command({ title: 'INTERNAL' }, presentForeign(describeUnknown(error).message));
  }
  const { location, migration, code, sqlstate, hint } = error;
  const sentences = [error.message, sqlstate && `SQLSTATE ${sqlstate}`, hint]
    .filter((part) => part !== undefined)
    .map(presentLines);
  return command(
    {
      file: location?.file,
      line: location?.line,
      col: location?.column,
      title: migration === undefined ? code : `${migration}: ${code}`,
    },
    sentences.join('\n'),
  );
}

type Properties = Readonly<Record<string, string | number | undefined>>;

function command(properties: Properties, message: string): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::error ${list}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(present(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
