import { Link } from 'wouter';
import type { ApprovalDetail } from '../../api/generated.js';
import { Notice } from '../../parts/notice.js';

/** Says that what was asked for is not what a run would do now, with what has changed. */
export function StaleNotice({ approval }: { readonly approval: ApprovalDetail }) {
  const { changed, superseded_by: next, direction, state } = approval;
  const isOver = ['denied', 'expired', 'revoked', 'used'].includes(state);
  if (isOver || (changed.length === 0 && next === null)) return null;
  return (
    <div className="screen-notice">
      <Notice tone="off" title="This request is stale: the plan has changed since it was made." isUrgent>
        <ul>
          {changed.map((sentence) => (
            <li key={sentence} className="outside-text">
              {sentence}.
            </li>
          ))}
        </ul>
        {next === null ? (
          <p>
            No grant serves it. The next <code>confiture migrate {direction}</code> asks anew, for the plan of
            then.
          </p>
        ) : (
          <p>
            <Link href={`/approvals/${next}`}>The request that took its place</Link>
          </p>
        )}
      </Notice>
    </div>
  );
}
