import type { FormatName, Schedule } from '../../events/endpoint.js';

/** What of a stored endpoint can be read without a key: it decides which events are stored, and when they are sent. */
export interface ReadableParts {
  /** Validated types and patterns. */
  readonly events: readonly string[];
  readonly format: FormatName;
  readonly schedule: Schedule;
  readonly timeoutMs: number;
  readonly allowInsecure: boolean;
}

/** What of a stored endpoint is sealed. */
export interface SecretParts {
  readonly url: string;
  /** Values may hold fields of the event. */
  readonly headers: Readonly<Record<string, string>>;
  /** Newest first; at least one. */
  readonly secrets: readonly StoredSecret[];
}

/** A signing secret, and from when on it signs no more; null for the newest. */
export interface StoredSecret {
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly untilMs: number | null;
}

/** The same as it is stored. */
export interface SealedParts {
  /** The master key that sealed it. */
  readonly keyId: string;
  readonly sealedUrl: string;
  readonly sealedHeaders: string;
  readonly sealedSecrets: string;
}

/** An endpoint of the database. */
export interface StoredEndpoint extends ReadableParts, SealedParts {
  /** `whk_…` */
  readonly id: string;
  /** Unique in its project and environment; deliveries are stored under it, so it never changes. */
  readonly name: string;
  /** Rises with each change. */
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  /** When another URL was given; null where it still has its first. */
  readonly urlChangedAt: Date | null;
  readonly rotatedAt: Date | null;
  /** Until when secrets of before sign too. */
  readonly overlapUntil: Date | null;
}
