import { useEffect, useRef } from 'react';

/** What keys do, by their name; of two letters, the second follows the first within a second: `g d`. */
export type Hotkeys = Readonly<Record<string, () => void>>;

const SECOND_KEY_MS = 1_000;

/** Acts on keys while the part that asks for them is there. Keys that are typed into a field are the field's. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys);
  current.current = hotkeys;
  useEffect(() => {
    let first: { readonly key: string; readonly atMs: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) && event.key !== 'Escape') return;
      const isSecond = first !== null && event.timeStamp - first.atMs < SECOND_KEY_MS;
      const act = (isSecond && current.current[`${first?.key} ${event.key}`]) || current.current[event.key];
      first = { key: event.key, atMs: event.timeStamp };
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
