import { useEffect, useRef } from 'react';

/** What keys do, by their name; of two letters, the second follows the first within a second: `g d`. */
export type Hotkeys = Readonly<Record<string, () => void>>;

const SECOND_KEY_MS = 1_000;
/** The first of two letters. What follows it is never a key of its own: `g r` retries nothing. */
const LEADER = 'g';

/**
 * Acts on keys while the part that asks for them is there. Keys that are typed into a field are the field's; those of a
 * question or a dialog are its own, so that nothing beneath it moves.
 */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys);
  current.current = hotkeys;
  useEffect(() => {
    let ledAtMs = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isModifier(event.key)) return;
      const isLed = event.timeStamp - ledAtMs < SECOND_KEY_MS;
      ledAtMs = Number.NEGATIVE_INFINITY;
      if (event.defaultPrevented || isTaken(event)) return;
      if (event.key === LEADER) ledAtMs = event.timeStamp;
      const act = current.current[isLed ? `${LEADER} ${event.key}` : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'CapsLock';
}

/** True of a key that a field, a question or a dialog takes; a secret that is shown once is left by none. */
function isTaken({ key, target }: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog], .shown-once') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Escape') return !isField(target) && document.querySelector('form.confirm') !== null;
  return isField(target) || target.closest('form') !== null;
}

/** Closes a question where Escape is pressed outside of it, as after a click beside it: the screen stays. */
export function useEscape(close: () => void): void {
  const current = useRef(close);
  current.current = close;
  useEffect(() => {
    const listen = ({ key, target, defaultPrevented }: KeyboardEvent) => {
      if (key !== 'Escape' || defaultPrevented || document.querySelector('[role=dialog]') !== null) return;
      if (!(target instanceof HTMLElement && isField(target))) current.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isField({ isContentEditable, tagName }: HTMLElement): boolean {
  return isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(tagName);
}
