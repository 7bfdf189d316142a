import { useEffect } from 'react';
import { useLocation } from 'wouter';

/** How long a screen may take to show what the focus goes to. */
const MOST_WAIT_MS = 10_000;

/** What an entry of the history keeps: where the link led that its screen was left by. */
interface LeftBy {
  readonly leftBy?: string;
}

/**
 * Keeps the focus where the reader is when the screen changes: on the title of a screen that was opened, and on the link
 * that a screen was left by where the reader comes back to it. A focus that is somewhere already stays there.
 */
export function usePlaceOfReader(): void {
  const [location] = useLocation();
  useEffect(() => rememberLinks(), []);
  useEffect(() => {
    if (!hasMoved(location)) return;
    const { leftBy } = (history.state ?? {}) as LeftBy;
    return focusWhenThere(leftBy === undefined ? 'h1' : `a[href="${CSS.escape(leftBy)}"]`);
  }, [location]);
}

/** Brings the focus to the title of the screen, once that is there, where it is nowhere. */
export function focusTitle(): void {
  focusWhenThere('h1');
}

let before: string | null = null;

/** False of the screen that the page was opened with: its reader begins at the top of the document. */
function hasMoved(location: string): boolean {
  const isOther = before !== null && before !== location;
  before = location;
  return isOther;
}

function rememberLinks(): () => void {
  const remember = ({ target }: MouseEvent) => {
    const link = target instanceof Element ? target.closest('#content a[href]') : null;
    if (link !== null) history.replaceState({ ...history.state, leftBy: link.getAttribute('href') }, '');
  };
  // Before the link itself acts, which makes the next entry.
  document.addEventListener('click', remember, true);
  return () => document.removeEventListener('click', remember, true);
}

/** Looks at each change of the screen until the element is there, or the reader has gone on. */
function focusWhenThere(selector: string): () => void {
  const content = document.getElementById('content');
  const observer = new MutationObserver(() => check());
  const timer = setTimeout(() => observer.disconnect(), MOST_WAIT_MS);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const check = () => {
    const at = content?.querySelector<HTMLElement>(selector) ?? null;
    const isFree = document.activeElement === null || document.activeElement === document.body;
    if (isFree && at === null) return;
    stop();
    if (!isFree || at === null) return;
    if (at.tagName === 'H1') at.tabIndex = -1;
    at.focus();
  };
  if (content !== null) observer.observe(content, { childList: true, subtree: true });
  check();
  return stop;
}
