import type { ReactNode } from 'react';
import { StateShape, type Tone } from './state-pill.js';
import './styles/notice.css';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** True for what has to be read out at once. */
  readonly isUrgent?: boolean;
}

/** A box that says how things are and what can be done. */
export function Notice({ tone, title, children, isUrgent = false }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={isUrgent ? 'alert' : 'note'}>
      <StateShape tone={tone} />
      <div>
        <p className="notice-title outside-text">{title}</p>
        {children}
      </div>
    </div>
  );
}

/** A list with nothing in it, with the command that fills it. */
export function Empty({
  title,
  hint,
  command,
  children,
}: {
  readonly title: string;
  /** What the command does, or why there is nothing. */
  readonly hint?: string;
  readonly command?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {hint === undefined ? null : <p>{hint}</p>}
      {children}
      {command === undefined ? null : <code className="empty-command">{command}</code>}
    </div>
  );
}
