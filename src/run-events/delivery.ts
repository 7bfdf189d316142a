export interface DeliveryFinished {
  readonly endpoint: string;
  readonly eventType: string;
  readonly migration: string | null;
  /** One line for people, for instance `200 in 12 ms`. */
  readonly outcome: string;
  readonly ok: boolean;
}

/** What keeps an event from its endpoints. Each `message` is masked. */
export type DeliveryWarning =
  /** A hook threw in a phase, or, where that is null, while it made its messages. */
  | {
      readonly type: 'hook.failed';
      readonly hook: string;
      readonly phase: string | null;
      readonly message: string;
    }
  | { readonly type: 'endpoint.disabled'; readonly endpoint: string; readonly reason: string }
  /** One run has sent so many messages to a chat that people will not read them; `setting` says which it gets. */
  | {
      readonly type: 'endpoint.flooded';
      readonly endpoint: string;
      readonly messages: number;
      readonly setting: string;
    }
  /** The outbox cannot be worked with at the moment; nothing is lost. */
  | { readonly type: 'outbox.unavailable'; readonly message: string }
  /** A malformed record is set aside. */
  | { readonly type: 'record.rejected'; readonly record: string; readonly reason: string }
  /** The event could not be stored in the database and is kept in `folder` until a later command can. */
  | {
      readonly type: 'event.spooled';
      readonly eventType: string;
      readonly folder: string;
      readonly message: string;
    }
  /** The event could be stored neither in the database nor in `folder`. */
  | {
      readonly type: 'event.lost';
      readonly eventType: string;
      readonly migration: string | null;
      readonly endpoints: readonly string[];
      readonly folder: string;
      readonly databaseMessage: string;
      readonly folderMessage: string;
    };

export interface Drain {
  /** Deliveries that are not done yet. */
  readonly pending: number;
  readonly drainTimeoutMs: number;
  /** Endpoints that are waited for at this moment, each with its deliveries; asked again whenever it is drawn. */
  readonly waitingFor?: () => readonly { readonly endpoint: string; readonly count: number }[];
}
