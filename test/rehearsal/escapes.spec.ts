import { execFile } from 'node:child_process';
import { randomBytes, scrypt } from 'node:crypto';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import { readFile } from 'node:fs';
import { readFile as readFileLater } from 'node:fs/promises';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Actor, Handle } from 'nestjs-mailbox';
import { EscapedControlError, rehearse } from 'nestjs-mailbox/testing';

class Go {}

/** What a rehearsal says of an actor whose handler does something. */
async function rehearsed(work: () => unknown): Promise<unknown> {
  @Actor()
  class BusyActor {
    @Handle(Go)
    async go(_message: Go): Promise<void> {
      await work();
    }
  }
  const plan = {
    app: { providers: [BusyActor] },
    scenario: (kit: { tell(message: object): void }) => kit.tell(new Go()),
  };
  return rehearse(plan, { runs: 2 }).catch((error: unknown) => error);
}

/** Talks to a server of its own. */
async function connected(): Promise<void> {
  const server = createServer((socket) => void socket.end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
  await once(socket, 'close');
  server.close();
}

describe('What escapes the control of a rehearsal', () => {
  it.each([
    ['a real timer', () => new Promise((resolve) => setTimeout(resolve, 1))],
    ['a file', () => promisify(readFile)(import.meta.filename)],
    ['a file', () => readFileLater(import.meta.filename)],
    ['the network', connected],
    ['the network', () => promisify(lookup)('localhost')],
    ['the network', () => once(get('http://127.0.0.1:1'), 'error')],
    ['another process', () => promisify(execFile)(process.execPath, ['--version'])],
    ['another thread', () => promisify(gzip)('text')],
    ['another thread', () => promisify(scrypt)('password', 'salt', 8)],
    ['another thread', () => promisify(randomBytes)(8)],
  ])('is named: %s (%#)', async (what, work) => {
    const found = await rehearsed(work);
    expect(found).toBeInstanceOf(EscapedControlError);
    expect((found as EscapedControlError).escapes).toContain(`BusyActor.go waits for ${what}`);
  });

  it.each([
    ['promises', () => Promise.resolve().then(() => Promise.resolve())],
    ['turns of the event loop', () => nextTurn()],
    ['what is thrown', () => Promise.reject(new Error('no'))],
  ])('is not %s', async (_, work) => {
    expect(await rehearsed(work)).toMatchObject({ runs: 2 });
  });
});
