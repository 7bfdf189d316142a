import { displayText } from '../../terminal/display-text.js';

/** Who may decide on a request; `approvers` is empty where all may. */
export function decidersText(approvers: readonly string[], forbidSelf: boolean): string {
  const all = approvers.length === 0 ? 'everybody' : approvers.map(displayText).join(', ');
  return forbidSelf ? `${all}, but not on a plan of their own` : all;
}
