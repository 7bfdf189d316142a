import { Component, type ReactNode } from 'react';
import { Button } from '../parts/button.js';
import { Notice } from '../parts/notice.js';

interface State {
  readonly isBroken: boolean;
}

/**
 * Says in the place of a screen that it cannot be drawn, for instance where a server of another version has answered; the
 * rail stays. With the path as its `key`, another screen is drawn as if nothing had been.
 */
export class ScreenFault extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { isBroken: false };

  static getDerivedStateFromError(): State {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div className="screen-notice">
        <Notice tone="failed" title="This screen cannot be shown." isUrgent>
          <p>
            The server has answered something that this page does not know, as one of another version would.
          </p>
          <Button onPress={() => location.reload()}>Load the page again</Button>
        </Notice>
      </div>
    );
  }
}
