import { displayText } from '../../terminal/display-text.js';
import { ShownOnce } from '../../terminal/shown-once.js';
import type { Theme } from '../../terminal/theme.js';

/** A server that listens. The link that signs in holds a token: it is for the person who started the server. */
export function servingView(
  {
    url,
    signInUrl,
    hasWorker,
  }: { readonly url: string; readonly signInUrl: string | null; readonly hasWorker: boolean },
  theme: Theme,
): string {
  const what = hasWorker ? 'Serving, and sending what is due' : 'Serving';
  return [
    `${what}, at ${displayText(url)}  (Ctrl-C stops)`,
    ...(signInUrl === null
      ? []
      : [
          `Sign in: ${new ShownOnce(signInUrl).text}`,
          theme.paint(
            'faint',
            'The token in it ends with this process; `confiture serve token create NAME` makes one that stays.',
          ),
        ]),
  ].join('\n');
}
