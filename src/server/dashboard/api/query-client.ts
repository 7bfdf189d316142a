import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.js';

const MOST_RETRIES = 2;

/**
 * What the page knows of the server. It keeps what it shows while the server is gone. A request that fails is sent twice
 * more before the screen says so, and then whenever the stream is open again or the screen looks by itself; an answer that
 * the server gave on purpose is not asked for twice.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) =>
        count < MOST_RETRIES && (!(error instanceof ApiProblem) || error.status >= 500),
      retryDelay: (count) => 500 * 2 ** count,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
