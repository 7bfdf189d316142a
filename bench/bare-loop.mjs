// `node bare-loop.mjs URL COUNT CONCURRENCY`: the same number of requests of the same size with undici alone.
import { Agent, request } from 'undici';

const [url, count, concurrency] = process.argv.slice(2);
const body = JSON.stringify({ event_type: 'migration_success', padding: 'x'.repeat(400) });
const dispatcher = new Agent({ connections: Number(concurrency) });
let left = Number(count);

await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    while (left > 0) {
      left -= 1;
      const response = await request(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        dispatcher,
      });
      await response.body.text();
    }
  }),
);
await dispatcher.close();
