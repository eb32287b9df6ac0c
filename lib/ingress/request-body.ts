import type { IncomingMessage } from 'node:http';
import type { Clock } from '../runtime/clock.js';
import { Problem } from './problem.js';

/** How much of a body is read, and for how long. */
export interface BodyLimit {
  readonly bytes: number;
  readonly timeoutMs: number;
}

/**
 * Reads a request's body, no more of it and no longer than allowed. What comes after that is thrown away, never kept.
 *
 * @throws Problem `too-large`, `body-timeout`, or `malformed` when the client breaks off.
 * @throws Error when somebody else has read the body before.
 */
export function readBody(request: IncomingMessage, limit: BodyLimit, clock: Clock): Promise<Buffer> {
  if (request.readableEnded) {
    throw new Error(
      'the body of a request to the ingress was read before it came here; take the middleware that did off this path',
    );
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = clock.setTimer(
      () =>
        end(
          new Problem('body-timeout', `the body was not complete after ${limit.timeoutMs} ms`, [], {
            Connection: 'close', // else the server would go on waiting for the rest
          }),
        ),
      limit.timeoutMs,
      'upkeep',
    );
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit.bytes) end(tooLarge(limit.bytes));
      else chunks.push(chunk);
    };
    const onEnd = (): void => end();
    const onClose = (): void => end(new Problem('malformed', 'the request was broken off'));
    const end = (problem?: Problem): void => {
      timer.cancel();
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      request.resume();
      if (problem === undefined) return resolve(Buffer.concat(chunks, size));
      request.on('error', () => {}); // nobody else listens to what happens to the rest
      reject(problem);
    };
    if (Number(request.headers['content-length']) > limit.bytes) return end(tooLarge(limit.bytes));
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

function tooLarge(bytes: number): Problem {
  return new Problem('too-large', `the body is larger than ${bytes} bytes`);
}
