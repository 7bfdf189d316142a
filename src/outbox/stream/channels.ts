/** Channel on which servers are told that events of a scope that keeps all have been stored. No payload. */
export const EVENTS_CHANNEL = 'confiture_events';
/** Channel on which streams are told that events have got their positions. No payload. */
export const STREAM_CHANNEL = 'confiture_stream';
