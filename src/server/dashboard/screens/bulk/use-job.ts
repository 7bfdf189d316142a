import { useSearchParams } from 'wouter';

/** The job whose progress a screen shows. The URL holds it, so that it is still there when the page is opened again. */
export function useJob(): readonly [id: string | null, set: (id: string | null) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (id: string | null) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (id === null) after.delete('job');
      else after.set('job', id);
      return after;
    });
  return [search.get('job'), set];
}
