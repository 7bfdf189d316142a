/** What the operating system says of a call that failed, in the words of glibc and musl; none of it can be data. */
const reasons: ReadonlySet<string> = new Set([
  ...['No space left on device', 'Disk quota exceeded', 'Read-only file system', 'File too large'],
  ...['Permission denied', 'Operation not permitted', 'No such file or directory', 'File exists'],
  ...['Is a directory', 'Not a directory', 'Directory not empty', 'Device or resource busy', 'Resource busy'],
  ...['Input/output error', 'I/O error', 'Bad file descriptor', 'Invalid argument', 'Text file busy'],
  ...['Too many open files', 'Too many open files in system', 'No file descriptors available'],
  ...[
    'Cannot allocate memory',
    'Out of memory',
    'Resource temporarily unavailable',
    'Interrupted system call',
  ],
  ...['Connection refused', 'Connection reset by peer', 'Connection timed out', 'Operation timed out'],
  ...['Broken pipe', 'No route to host', 'Network is unreachable', 'Host is unreachable'],
]);

/** Cuts `: <reason of the operating system>` off the end of a server's message; the reason is empty where none is there. */
export function splitSystemReason(message: string): [message: string, reason: string] {
  const at = message.lastIndexOf(': ');
  return at !== -1 && reasons.has(message.slice(at + 2))
    ? [message.slice(0, at), message.slice(at)]
    : [message, ''];
}
