import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// One request a line: a JSON object with the body and a secret. One answer a line: what `json.dumps` with sorted
// keys makes of the body, and the HMACs of that text and of the raw body.
const program = `
import hashlib, hmac, json, sys
sys.set_int_max_str_digits(0) if hasattr(sys, 'set_int_max_str_digits') else None
def sign(text, secret):
    return 'sha256=' + hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
for line in sys.stdin:
    request = json.loads(line)
    again = json.dumps(json.loads(request['body']), sort_keys=True)
    print(json.dumps({'again': again, 'reserialised': sign(again, request['secret']), 'raw': sign(request['body'], request['secret'])}), flush=True)
`;

export interface PythonAnswer {
  /** The body after `json.loads` and `json.dumps(sort_keys=True)`. */
  readonly again: string;
  /** Signature a receiver expects that re-serialises the body. */
  readonly reserialised: string;
  /** Signature a receiver expects that reads the raw body. */
  readonly raw: string;
}

/** Starts one Python that reads and signs bodies as the two reference receivers do. */
export function startPython() {
  const python = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    async ask(body: string, secret: string): Promise<PythonAnswer> {
      python.stdin.write(`${JSON.stringify({ body, secret })}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('python ended before it answered');
      return JSON.parse(value) as PythonAnswer;
    },
    async stop(): Promise<void> {
      const closed = once(python, 'close');
      python.stdin.end();
      await closed;
    },
  };
}
