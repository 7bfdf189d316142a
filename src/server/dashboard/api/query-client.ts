import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.js';

const MOST_RETRY_MS = 10_000;

/**
 * What the page knows of the server. It keeps what it shows while the server is gone, and asks again by itself; an
 * answer that the server gave on purpose is not asked for twice.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (_count, error) => !(error instanceof ApiProblem) || error.status >= 500,
      retryDelay: (count) => Math.min(500 * 2 ** count, MOST_RETRY_MS),
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
