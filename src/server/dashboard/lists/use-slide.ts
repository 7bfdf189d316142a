import { type RefObject, useLayoutEffect, useRef } from 'react';

const SLIDE_MS = 200;
/** Rows further down are out of sight. */
const MOST_ROWS = 60;

/**
 * Lets rows slide to where new ones have pushed them, instead of jumping there. A row says which it is by `data-row`; who
 * wants no motion has none.
 */
export function useSlide(list: RefObject<HTMLElement | null>): void {
  const tops = useRef<ReadonlyMap<string, number>>(new Map());
  useLayoutEffect(() => {
    const before = tops.current;
    const rows = [...(list.current?.children ?? [])].slice(0, MOST_ROWS).filter(isElement);
    const from = rows[0]?.offsetTop ?? 0;
    tops.current = new Map(rows.map((row) => [row.dataset.row ?? '', row.offsetTop - from]));
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const [id, top] of tops.current) {
      const was = before.get(id);
      if (was === undefined || was >= top) continue;
      const row = rows.find(({ dataset }) => dataset.row === id);
      row?.animate([{ transform: `translateY(${was - top}px)` }, { transform: 'none' }], {
        duration: SLIDE_MS,
        easing: 'ease-out',
      });
    }
  });
}

function isElement(node: Element): node is HTMLElement {
  return node instanceof HTMLElement;
}
