import type { HttpBindings } from '@hono/node-server';
import type { RequestActor } from './route.js';

/** What hono carries along with a request. */
export interface AppEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    readonly requestId: string;
    /** Of the client, behind trusted proxies the one that they name. */
    readonly address: string;
    actor?: RequestActor;
    /** Headers that say how much the token may still send. */
    rateLimit?: Readonly<Record<string, string>>;
  };
}
