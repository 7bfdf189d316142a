import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

/** The filter of a list, which is the query of the URL: sharing it shows the same list. */
export interface ListFilter {
  readonly values: Readonly<Record<string, string>>;
  /** An empty text takes the filter away. */
  readonly set: (name: string, value: string) => void;
  readonly clear: () => void;
  /** Query of the URL with one part changed, with its `?`. */
  readonly searchWith: (name: string, value: string) => string;
  readonly isEmpty: boolean;
}

/** `names` are the parameters that the list takes; others in the URL are left out. */
export function useFilter(names: readonly string[]): ListFilter {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const values = useMemo(() => {
    const all = new URLSearchParams(text);
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = all.get(name);
        return value === null || value === '' ? [] : [[name, value]];
      }),
    );
  }, [text, names]);
  const set = useCallback(
    (name: string, value: string) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      }),
    [setSearch],
  );
  const clear = useCallback(() => setSearch({}), [setSearch]);
  const searchWith = useCallback(
    (name: string, value: string) => `?${new URLSearchParams({ ...values, [name]: value })}`,
    [values],
  );
  return { values, set, clear, searchWith, isEmpty: Object.keys(values).length === 0 };
}
