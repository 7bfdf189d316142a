import { Announced } from '../parts/announced.js';

/** Tells a screen reader that rows wait: once, and not with each that comes to them. */
export function NewRowsAnnounced({ waiting }: { readonly waiting: number }) {
  return <Announced text={waiting === 0 ? '' : 'New rows wait above the list.'} />;
}
