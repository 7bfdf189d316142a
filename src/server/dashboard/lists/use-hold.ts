import { type FocusEvent, type RefObject, useEffect, useState } from 'react';

/**
 * Whether the reader is at work in a list, which then does not move: with the pointer over it, or with the focus in it;
 * beside that, what the element of the list listens to.
 */
export function useHold(list: RefObject<HTMLElement | null>) {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  // A row that leaves the document takes the focus with it, and not every browser tells.
  useEffect(() => {
    if (isFocused && list.current?.contains(document.activeElement) !== true) setFocused(false);
  });
  const listeners = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    // From one row to the next the focus stays in the list: nothing moves between the two.
    onBlur: ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) =>
      currentTarget.contains(relatedTarget) || setFocused(false),
  };
  return [isPointed || isFocused, listeners] as const;
}
