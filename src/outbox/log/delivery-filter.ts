import type { AttemptError } from '../../hooks/define/attempt-facts.js';

/** What has become of a delivery. `discarded`: a person has decided that it is not to be sent. */
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryStates = ['waiting', 'delivered', 'failed', 'discarded'] as const;

interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** Deliveries of which everything that is given here is true. */
export interface DeliveryFilter {
  readonly id?: string;
  readonly state?: DeliveryState;
  /** Name of the endpoint. */
  readonly endpoint?: string;
  /** A type of the catalogue, `<prefix>.*`, or `*`. */
  readonly type?: string;
  /** HTTP status of the last answer, both ends included; null where the last attempt got none. */
  readonly status?: StatusRange | null;
  /** Why the last attempt got no answer. */
  readonly error?: AttemptError;
  /** Version or name, `005` or `005_add_payment_table`. */
  readonly migration?: string;
  readonly run?: string;
  /** When it was settled; of one that waits, when its event happened. Both ends included. */
  readonly since?: Date;
  readonly until?: Date;
}

/** True where the filter names more than a state: a bulk action on everything is rarely meant. */
export function isNarrow({ state: _state, ...others }: DeliveryFilter): boolean {
  return Object.values(others).some((value) => value !== undefined);
}
