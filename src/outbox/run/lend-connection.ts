import type { Connection } from '../../database/connection.js';

/**
 * `connection` for somebody who is to close it: `close` calls `onClose` instead, which decides what becomes of it, and
 * `abandon` does nothing unless `onAbandon` says otherwise.
 */
export function lendConnection(
  connection: Connection,
  onClose: () => Promise<void>,
  onAbandon: () => void = () => {},
): Connection {
  return new Proxy(connection, {
    get(target, key) {
      if (key === 'close') return onClose;
      if (key === 'abandon') return onAbandon;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
