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

  constructor(readonly label: string) {}
}

/**
 * Finds handlers that wait for something which no scheduler and no clock of a test decides on: real timers, real I/O, promises that
 * nobody awaits. A run in which one does so cannot be repeated, so it is named instead.
 */
export class Escapes {
  readonly #calls = new AsyncLocalStorage<Call>();
  readonly #found = new Set<string>();
  readonly #hook = createHook({
    init: (_, type) => {
      const what = OUTSIDE[type];
      const call = what === undefined ? undefined : this.#calls.getStore();
      if (what !== undefined && call !== undefined) this.#began(call, what);
    },
  });

  /** What has been found so far, a line each. */
  get found(): readonly string[] {
    return [...this.#found];
  }

  start(): void {
    this.#hook.enable();
  }

  stop(): void {
    this.#hook.disable();
  }

  /** Calls a handler, and watches what it begins. */
  watch<T>(label: string, invoke: () => T): T {
    const call = new Call(label);
    let result: T | undefined;
    try {
      return (result = this.#calls.run(call, invoke));
    } finally {
      call.state = isPromise(result) ? 'pending' : 'over';
      if (isPromise(result)) {
        for (const what of call.begun) this.#began(call, what);
        const over = (): void => void (call.state = 'over');
        result.then(over, over);
      }
    }
  }

  /** Is told of every message that is sent: if a handler sends it that has settled, its work has escaped. */
  sent(type: string): void {
    const call = this.#calls.getStore();
    if (call?.state === 'over') this.#found.add(`${call.label} sends ${type} after it has settled`);
  }

  #began({ label, begun, state }: Call, what: string): void {
    if (state === 'called') begun.push(what);
    else if (state === 'pending') this.#found.add(`${label} waits for ${what}`);
  }
}
