import { useEffect, useSyncExternalStore } from 'react';
import { createSetting } from '../parts/setting.js';

const theme = createSetting('confiture.theme', ['system', 'light', 'dark']);

export const useTheme = theme.use;
export const setTheme = theme.set;

/** Keeps the colours of the page those of the choice, and of the system where it is followed. */
export function useThemeOfPage(): void {
  const isDark = useIsDark();
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
}

/** Whether the page is dark now, by its choice or by the system. */
export function useIsDark(): boolean {
  const choice = useTheme();
  const isSystemDark = useSyncExternalStore(onSystemChange, () => systemDark().matches);
  return choice === 'dark' || (choice === 'system' && isSystemDark);
}

function systemDark(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}

function onSystemChange(changed: () => void): () => void {
  const dark = systemDark();
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}
