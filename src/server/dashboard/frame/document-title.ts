import { SCREENS } from './screens.js';

/** Of an id, in characters: what a tab or an entry of the history has room for. */
const MOST_OF_ID = 40;

/** The title of the document, by which tabs and the history tell screens and databases apart: `Runs · shop (production)`. */
export function documentTitle(
  path: string,
  { database, environment }: { readonly database: string; readonly environment: string },
): string {
  const [, list = '', id] = path.split('/');
  const screen = SCREENS.find((each) => each.path === `/${list}`)?.title ?? 'No such page';
  return [...(id ? [readable(id).slice(0, MOST_OF_ID)] : []), screen, `${database} (${environment})`].join(
    ' · ',
  );
}

/** An id as it is written; one that is no part of a URL stays as it is. */
function readable(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
