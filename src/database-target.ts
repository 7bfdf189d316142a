/** The database of a command, with its credentials: never printed or logged. `source` is fit to be printed. */
export type DatabaseTarget =
  | { readonly kind: 'embedded'; readonly directory: string; readonly source: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** Where the URL holds none. */
      readonly password?: string;
      /** The flag, variable or file that the URL comes from. */
      readonly source: string;
      /** Roles that may own the ledger and the outbox, beside those that always may. Default: none. */
      readonly trustedOwners?: readonly string[];
    };
