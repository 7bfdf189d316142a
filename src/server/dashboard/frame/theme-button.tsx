import { Button } from '../parts/button.js';
import { setTheme, useIsDark } from './theme.js';

/** Turns the page dark or light, whatever the system has; the settings lead back to following it. */
export function ThemeButton() {
  const other = useIsDark() ? 'light' : 'dark';
  return (
    <Button kind="quiet" onPress={() => setTheme(other)} label={`Turn the page ${other}`}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </Button>
  );
}
