import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.js';
import { App } from './app.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

/** Parts of the page that add styles while it runs, such as a dialog that holds the scroll, name it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content;
if (nonce) setNonce(nonce);

const page = document.getElementById('page');
if (page === null) throw new Error('the document has no place for the page');
createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
