import * as Dialog from '@radix-ui/react-dialog';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { TokenScope } from '../api/token-scope.js';
import { useGoneReason } from '../live/live-state.js';
import { Button } from '../parts/button.js';
import { StateShape } from '../parts/state-pill.js';
import { documentTitle } from './document-title.js';
import { useHotkeys } from './hotkeys.js';
import { KeysHelp } from './keys-help.js';
import { LiveMark } from './live-mark.js';
import { focusTitle, usePlaceOfReader } from './place-of-reader.js';
import type { RailCount } from './rail-facts.js';
import { SCREENS, type ScreenLink } from './screens.js';
import { ServerNotice } from './server-notice.js';
import { ThemeButton } from './theme-button.js';
import { useRailFacts } from './use-rail-facts.js';
import './shell.css';

const NO_COUNT: RailCount = { count: 0, meaning: '', tone: 'off' };

interface ShellProps {
  readonly children: ReactNode;
  /** Name of the database with its environment. */
  readonly place: { readonly database: string; readonly environment: string };
  readonly who: string;
  readonly scopes: readonly TokenScope[];
  readonly signOut: () => Promise<void>;
}

/** The frame of every screen: the rail, the head, and what is said when the server is gone. */
export function Shell({ children, place, who, scopes, signOut }: ShellProps) {
  const [location, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isSignOutRefused, setSignOutRefused] = useState(false);
  const gone = useGoneReason();
  usePlaceOfReader();
  const title = documentTitle(location, place);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useHotkeys({
    '?': () => setHelpOpen(true),
    ...(isOfOne(location) && { Escape: () => goBack(() => navigate(listOf(location))) }),
    ...Object.fromEntries(SCREENS.map(({ hotkey, path }) => [`g ${hotkey}`, () => navigate(path)])),
  });
  const leave = () => {
    setSignOutRefused(false);
    signOut().catch(() => setSignOutRefused(true));
  };
  const rail = <Rail place={place} scopes={scopes} />;
  return (
    <div className="shell">
      <SkipToContent />
      <div className="shell-rail">{rail}</div>
      <header className="shell-head">
        <RailSheet>{rail}</RailSheet>
        <LiveMark />
        <span className="shell-who outside-text one-line" title={`Scopes: ${scopes.join(', ')}`}>
          {who}
        </span>
        <span className="shell-theme">
          <ThemeButton />
        </span>
        <Button kind="quiet" onPress={() => setHelpOpen(true)} hotkey="?">
          Keys
        </Button>
        <Button kind="quiet" onPress={leave} offReason={gone}>
          Sign out
        </Button>
      </header>
      <main id="content" className="shell-content" tabIndex={-1}>
        <ServerNotice isSignOutRefused={isSignOutRefused} />
        {children}
      </main>
      <KeysHelp isOpen={isHelpOpen} setOpen={setHelpOpen} />
    </div>
  );
}

/** True of the screen of one thing, which a list leads to. */
function isOfOne(location: string): boolean {
  return location.split('/').length > 2;
}

function listOf(location: string): string {
  return location.split('/').slice(0, 2).join('/');
}

/** What lies behind it is not of this page. */
const lengthAtOpening = history.length;

/** Leaves the field first, where something is typed. A screen that was opened by its URL has nothing behind it. */
function goBack(toList: () => void): void {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.blur();
  else if (history.length > lengthAtOpening) history.back();
  else toList();
}

/** No link to a fragment: the base of the document would make it a link to another screen. */
function SkipToContent() {
  return (
    <button type="button" className="shell-skip" onClick={() => document.getElementById('content')?.focus()}>
      Skip to the content
    </button>
  );
}

function Rail({ place, scopes }: Pick<ShellProps, 'place' | 'scopes'>) {
  const { state, counts } = useRailFacts();
  return (
    <nav aria-label="Screens" className="rail">
      <p className="rail-place">
        <span className="rail-database" title={`${place.database}: ${state.text}`}>
          <StateShape tone={state.tone} />
          <span className="outside-text one-line">{place.database}</span>
          <span className="visually-hidden">: {state.text}</span>
        </span>
        <span className="rail-environment outside-text one-line">{place.environment}</span>
      </p>
      {(['deploy', 'house'] as const).map((group) => (
        <ul key={group} className={`rail-${group}`}>
          {SCREENS.filter((screen) => screen.group === group).map((screen) => (
            <li key={screen.path}>
              <RailLink
                screen={screen}
                isAllowed={scopes.includes(screen.scope)}
                count={counts[screen.path] ?? NO_COUNT}
              />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

function RailLink({
  screen: { path, title, hotkey, scope },
  isAllowed,
  count,
}: {
  readonly screen: ScreenLink;
  readonly isAllowed: boolean;
  readonly count: RailCount;
}) {
  const [location] = useLocation();
  const isHere = path === '/' ? location === '/' : location.startsWith(path);
  return (
    <Link
      href={path}
      className={`rail-link${isAllowed ? '' : ' rail-off'}`}
      aria-current={isHere ? 'page' : undefined}
      title={isAllowed ? `Keys g ${hotkey}` : `A token with the scope ${scope} is needed`}
    >
      {title}
      {count.count === 0 ? null : (
        <span className={`rail-count rail-${count.tone}`} title={`${count.count} ${count.meaning}`}>
          {count.count}
          <span className="visually-hidden"> {count.meaning}</span>
        </span>
      )}
    </Link>
  );
}

/** On a phone the rail is a sheet. The focus goes on to the screen that was chosen there, else back to the button. */
function RailSheet({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const hasChosen = useRef(false);
  const choose = ({ target }: MouseEvent) => {
    hasChosen.current = target instanceof Element && target.closest('a[href]') !== null;
    setOpen(false);
  };
  const leave = (event: Event) => {
    if (!hasChosen.current) return;
    hasChosen.current = false;
    event.preventDefault();
    focusTitle();
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="shell-menu button">Menu</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-shade" />
        <Dialog.Content
          className="sheet"
          aria-describedby={undefined}
          onClick={choose}
          onCloseAutoFocus={leave}
        >
          <Dialog.Title className="visually-hidden">Screens</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
