import net from 'node:net';

/**
 * Sends `head`, and then nothing or what `more` writes, as it is, and gives the whole answer as text once the server has
 * closed the connection.
 */
export function rawRequest(
  url: string,
  head: string,
  more: (socket: net.Socket) => void = () => {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(head);
      more(socket);
    });
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that has answered may cut what it did not read.
    socket.on('error', () => {});
    socket.once('close', () => resolve(text));
  });
}

/** Status, and the code of the problem, of such an answer. */
export function rawProblem(answer: string): { status: number; code: string | undefined } {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const status = Number(head.split(' ')[1]);
  return { status, code: /"code":"([A-Z_]+)"/.exec(body)?.[1] };
}
