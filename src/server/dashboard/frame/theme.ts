import { useEffect } from 'react';
import { createSetting } from '../parts/setting.js';

const theme = createSetting('confiture.theme', ['system', 'light', 'dark']);

export const useTheme = theme.use;
export const setTheme = theme.set;

/** Keeps the colours of the page those of the choice, and of the system where it is followed. */
export function useThemeOfPage(): void {
  const choice = useTheme();
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const isDark = choice === 'dark' || (choice === 'system' && dark.matches);
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [choice]);
}
