import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { types } from 'node:util';

const { isPromise } = types;

/** What of Node goes on by itself, and by what name people know it. */
const OUTSIDE: Readonly<Record<string, string>> = {
  Timeout: 'a real timer',
  FSREQCALLBACK: 'a file',
  FSREQPROMISE: 'a file',
  FILEHANDLE: 'a file',
  TCPCONNECTWRAP: 'the network',
  TCPWRAP: 'the network',
  TLSWRAP: 'the network',
  PIPECONNECTWRAP: 'the network',
  UDPSENDWRAP: 'the network',
  HTTPCLIENTREQUEST: 'the network',
  HTTP2SESSION: 'the network',
  GETADDRINFOREQWRAP: 'the network',
  QUERYWRAP: 'the network',
  PROCESSWRAP: 'another process',
  WORKER: 'another thread',
  ZLIB: 'another thread',
  PBKDF2REQUEST: 'another thread',
  SCRYPTREQUEST: 'another thread',
  RANDOMBYTESREQUEST: 'another thread',
};

/** One call of a handler. */
class Call {
  /** What it has begun before it was known whether anybody waits for it. */
  readonly begun: string[] = [];
  state: 'called' | 'pending' | 'over' = 'called';

  constructor(
    readonly label: string,
    readonly found: Set<string>,
  ) {}

  began(what: string): void {
    if (this.state === 'called') this.begun.push(what);
    else if (this.state === 'pending') this.found.add(`${this.label} waits for ${what}`);
  }
}

/** One for all: each store that was ever used makes every promise of the process dearer, for good. */
const calls = new AsyncLocalStorage<Call>();

const hook = createHook({
  init: (_, type) => {
    const what = OUTSIDE[type];
    if (what !== undefined) calls.getStore()?.began(what);
  },
});

/** How many are watching. */
let watching = 0;

/**
 * Finds handlers that wait for something which no scheduler and no clock of a test decides on: real timers, real I/O, promises that
 * nobody awaits. A run in which one does so cannot be repeated, so it is named instead.
 */
export class Escapes {
  readonly #found = new Set<string>();
  #isWatching = false;

  /** What has been found so far, a line each. */
  get found(): readonly string[] {
    return [...this.#found];
  }

  start(): void {
    this.#isWatching = true;
    watching += 1;
    hook.enable();
  }

  stop(): void {
    if (!this.#isWatching) return;
    this.#isWatching = false;
    watching -= 1;
    if (watching === 0) hook.disable();
  }

  /** Calls a handler, and watches what it begins. */
  watch<T>(label: string, invoke: () => T): T {
    const call = new Call(label, this.#found);
    let result: T | undefined;
    try {
      return (result = calls.run(call, invoke));
    } finally {
      call.state = isPromise(result) ? 'pending' : 'over';
      if (isPromise(result)) {
        for (const what of call.begun) call.began(what);
        const over = (): void => void (call.state = 'over');
        result.then(over, over);
      }
    }
  }

  /** Is told of every message that is sent: if a handler sends it that has settled, its work has escaped. */
  sent(type: string): void {
    const call = calls.getStore();
    if (call?.state === 'over') call.found.add(`${call.label} sends ${type} after it has settled`);
  }
}
