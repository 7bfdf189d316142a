import type { Token } from '../../api/generated.js';
import { serverNow } from '../../time/server-clock.js';
import { TimeAgo } from '../../time/time-ago.js';
import { activeText, endsNext } from './token-counts.js';

/** The first line of the tokens: how many can be used, and which of them ends soon. */
export function TokensLead({ tokens }: { readonly tokens: readonly Token[] | undefined }) {
  if (tokens === undefined || tokens.length === 0) return 'What programs and people sign in with.';
  const next = endsNext(tokens, serverNow());
  return (
    <>
      {activeText(tokens)}
      {next === null ? '.' : '; '}
      {next === null ? null : (
        <>
          <span className="outside-text">{next.name}</span> ends <TimeAgo at={next.expires_at} />.
        </>
      )}
    </>
  );
}
