import { useRef } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../api/api-problem.js';
import { ProblemNotice } from './problem-notice.js';
import './styles/skeleton.css';

interface MissingScreenProps {
  /** What the screen is about: `run`. */
  readonly what: string;
  /** Null while it is on its way. */
  readonly error: unknown;
  readonly retry: () => void;
  /** Where all of its kind are. */
  readonly list?: { readonly href: string; readonly title: string };
}

/** True of what was there and is not any more: what was shown of it would be told as if it still held. */
export function isNoMore(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

/** Stands in the place of a screen: the size of what comes while that is on its way, or why there is nothing. */
export function MissingScreen({ what, error: newest, retry, list }: MissingScreenProps) {
  const last = useRef<unknown>(null);
  last.current = newest ?? last.current;
  // What is asked again in vain has no error meanwhile: what was said stays.
  const error = last.current;
  if (error === null)
    return (
      <>
        <div className="screen-head skeleton-head" />
        <div className="skeleton" role="status" aria-label={`Loading the ${what}`}>
          <div className="skeleton-facts" aria-hidden="true" />
          <div className="skeleton-part" aria-hidden="true" />
        </div>
      </>
    );
  return (
    <>
      <div className="screen-head">
        <div>
          <h1>{titleOf(what, error)}</h1>
          {list === undefined ? null : (
            <p className="screen-lead">
              <Link href={list.href}>{list.title}</Link>
            </p>
          )}
        </div>
      </div>
      <div className="screen-notice">
        <ProblemNotice error={error} retry={retry} isSaid={isUnknown(error)} />
      </div>
    </>
  );
}

function isUnknown(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

function titleOf(what: string, error: unknown): string {
  if (!(error instanceof ApiProblem)) return `The ${what} is not here yet`;
  if (isUnknown(error)) return `There is no such ${what}`;
  return error.status === 403 ? `This token may not see the ${what}` : `The ${what} could not be read`;
}
