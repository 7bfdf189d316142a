import { Fragment } from 'react';
import { Link } from 'wouter';
import { TimeAgo } from '../time/time-ago.js';

/** A piece of a first line: words, words that lead to what they tell of, or a moment. No two of a line are the same. */
export type LeadPart = string | { readonly text: string; readonly href: string } | { readonly at: string };

/** The first line of a screen, from its pieces. */
export function LeadLine({ parts }: { readonly parts: readonly LeadPart[] }) {
  return parts.map((part) => (
    <Fragment key={typeof part === 'string' ? part : 'at' in part ? part.at : part.href}>
      {typeof part === 'string' ? (
        part
      ) : 'at' in part ? (
        <TimeAgo at={part.at} />
      ) : (
        <Link href={part.href}>{part.text}</Link>
      )}
    </Fragment>
  ));
}
