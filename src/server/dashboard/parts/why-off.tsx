import { sentence } from '../api/sentence.js';
import { GONE_REASON } from '../live/live-state.js';
import './styles/why-off.css';

interface WhyOffProps {
  /** The element is described by this, so that a screen reader tells it with the name. */
  readonly id: string;
  /** Names of the buttons that are off; none where one stands alone, as that of a form. */
  readonly names: readonly string[];
  readonly reason: string;
  /** True where the screen says the same beside it; then it is told to a screen reader alone. */
  readonly isSaid?: boolean;
}

/** Why something is off, in a sentence that needs no pointer. That the server is gone the frame says for all. */
export function WhyOff({ id, names, reason, isSaid = false }: WhyOffProps) {
  return (
    <p id={id} className={isSaid || reason === GONE_REASON ? 'visually-hidden' : 'why-off outside-text'}>
      {whyText(names, reason.replace(/\.$/, ''))}
    </p>
  );
}

function whyText(names: readonly string[], reason: string): string {
  if (names.length === 0) return sentence(reason);
  return `${listOf(names)} ${names.length === 1 ? 'is' : 'are'} off: ${reason}.`;
}

/** `Pause, Resume and Cancel`. */
function listOf(names: readonly string[]): string {
  const plain = names.map((name) => name.replace(/ …$/, ''));
  return plain.length < 2 ? plain.join('') : `${plain.slice(0, -1).join(', ')} and ${plain.at(-1)}`;
}
