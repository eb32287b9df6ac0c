import { readFile } from 'node:fs/promises';
import {
  type ActorContext,
  type ActorDefinition,
  type HandlerDefinition,
  MailboxRuntime,
  resolveOptions,
} from '../runtime/index.js';
import { NotSettledError } from './errors.js';
import { MachineClock } from './machine-clock.js';
import { ManualClock } from './manual-clock.js';
import { type SettleOptions, Settling } from './settling.js';
import { Stage } from './stage.js';
import { TraceRecorder } from './trace-recorder.js';

class Go {}
class Tick {}

const logger = { debug() {}, log() {}, warn() {}, error() {} };

type Handler = (message: object, context: ActorContext) => unknown;

function actor(
  name: string,
  handlers: [HandlerDefinition['message'], Handler, Partial<HandlerDefinition>?][],
) {
  return {
    name,
    className: name,
    classes: [],
    keyed: false,
    create: () => ({}),
    handlers: handlers.map(([message, handle, options]) => ({
      message,
      kind: 'handle',
      method: 'handle',
      invoke: handle,
      ...options,
    })),
  } satisfies ActorDefinition;
}

describe('Settling', () => {
  let runtime: MailboxRuntime;
  let clock: ManualClock;
  let recorder: TraceRecorder;
  let stage: Stage;

  async function start(...actors: ActorDefinition[]): Promise<void> {
    clock = new ManualClock();
    stage = new Stage(clock, undefined);
    const { turns } = stage;
    runtime = new MailboxRuntime(resolveOptions(), { clock, logger, turns, random: () => 1 });
    recorder = new TraceRecorder(runtime);
    runtime.register(actors);
    await runtime.start();
  }

  const settle = (options: SettleOptions = {}) => new Settling(runtime, stage, recorder, options).untilRest();
  const advance = (ms: number, options: SettleOptions = {}) =>
    new Settling(runtime, stage, recorder, options).untilTime(clock, clock.timeAfter(ms));

  afterEach(async () => {
    const drained = runtime.drain({ timeoutMs: 0 });
    clock.advance(0);
    await drained;
  });

  it('resolves when there is nothing to do', async () => {
    await start();
    await settle();
  });

  it('waits for what handlers tell, synchronous or not', async () => {
    let left = 500;
    await start(
      actor('countdown', [
        [
          Go,
          async (_, context) => {
            if (left % 2 === 0) await new Promise(setImmediate);
            left -= 1;
            if (left > 0) context.tell(new Go());
          },
        ],
      ]),
    );
    runtime.tell(new Go());
    await settle();
    expect(left).toBe(0);
  });

  it('waits for a handler that waits for the world outside', async () => {
    let isDone = false;
    await start(actor('slow', [[Go, () => readFile(import.meta.filename).then(() => void (isDone = true))]]));
    runtime.tell(new Go());
    await settle();
    expect(isDone).toBe(true);
  });

  it('handles what a promise tells that the test has just started', async () => {
    let count = 0;
    await start(actor('late', [[Go, () => void (count += 1)]]));
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => runtime.tell(new Go()));
    await settle();
    expect(count).toBe(1);
  });

  it('fires timers that are due at once, and leaves those that wait for the clock', async () => {
    let ticks = 0;
    await start(
      actor('timed', [
        [
          Go,
          (_, context) => {
            context.schedule.once('now', 0, new Tick());
            context.schedule.once('later', 1, new Tick());
          },
        ],
        [Tick, () => void (ticks += 1)],
      ]),
    );
    runtime.tell(new Go());
    await settle();
    expect(ticks).toBe(1);
  });

  it('does not wait for a retry whose backoff has not passed', async () => {
    let attempts = 0;
    const fail = (): never => {
      attempts += 1;
      throw new Error('not yet');
    };
    await start(actor('flaky', [[Go, fail, { retry: { attempts: 3, backoffMs: 100, factor: 2 } }]]));
    runtime.tell(new Go());
    await settle();
    expect(attempts).toBe(1);
    await advance(99);
    expect(attempts).toBe(1);
    await advance(1);
    expect(attempts).toBe(2);
    await advance(200);
    expect(attempts).toBe(3);
  });

  it('names the actors that tell each other for ever', async () => {
    await start(
      actor('ping', [[Go, (_, context) => context.tell(new Tick())]]),
      actor('pong', [[Tick, (_, context) => context.tell(new Go())]]),
    );
    runtime.tell(new Go());
    const error = await settle({ maxSteps: 1_000 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotSettledError);
    expect(error).toMatchObject({ code: 'NOT_SETTLED', message: expect.stringContaining('maxSteps (1000)') });
    expect((error as NotSettledError).message).toMatch(/actor ping .*\n.*actor pong /);
  });

  it('names an actor whose timer is due again and again', async () => {
    await start(
      actor('restless', [
        [Go, (_, context) => context.schedule.every('tick', 0, new Tick())],
        [Tick, () => {}],
      ]),
    );
    runtime.tell(new Go());
    await expect(settle({ maxSteps: 50 })).rejects.toThrow(
      /the actor restless has finished .*\n.*timers have fired meanwhile/,
    );
  });

  it('names a handler that never settles', async () => {
    await start(actor('hung', [[Go, () => new Promise(() => {})]]));
    runtime.tell(new Go());
    await expect(settle({ withinMs: 30 })).rejects.toThrow(
      /withinMs \(30 ms.*\n.*hung\.handle is pending at mailbox:\/\/hung/,
    );
  });

  it('names some of very many', async () => {
    const messages = Array.from({ length: 25 }, () => class Wait {});
    await start(
      ...messages.map((message, number) => actor(`hung-${number}`, [[message, () => new Promise(() => {})]])),
    );
    for (const Message of messages) runtime.tell(new Message());
    const error = await settle({ withinMs: 20 }).catch((reason: unknown) => reason);
    expect((error as NotSettledError).moving).toHaveLength(21);
    expect((error as NotSettledError).moving.at(-1)).toBe('and 5 more');
  });

  it('gives up within 3 s unless told otherwise', async () => {
    await start(actor('hung', [[Go, () => new Promise(() => {})]]));
    runtime.tell(new Go());
    await expect(settle()).rejects.toThrow(/withinMs \(3000 ms/);
  });

  it('says when a runtime has not been started', async () => {
    runtime = new MailboxRuntime(resolveOptions(), { logger });
    clock = new ManualClock();
    runtime.register([actor('idle', [[Go, () => {}]])]);
    runtime.tell(new Go());
    await expect(settle({ withinMs: 10 })).rejects.toThrow(/the runtime is registered, and runs no handlers/);
  });

  it('lets handlers react between two timers', async () => {
    const log: string[] = [];
    await start(
      actor('clockwork', [
        [Go, (_, context) => context.schedule.every('tick', 10, new Tick())],
        [
          Tick,
          async () => {
            const at = clock.now();
            log.push(`begin ${at}`);
            for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
            log.push(`end ${clock.now()}`);
          },
        ],
      ]),
    );
    runtime.tell(new Go());
    await advance(35);
    expect(log).toEqual(['begin 10', 'end 10', 'begin 20', 'end 20', 'begin 30', 'end 30']);
    expect(clock.now()).toBe(35);
  });

  it('moves the clock on for a handler that waits for it', async () => {
    let reason: unknown;
    const hang: Handler = (_, { signal }) =>
      new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          resolve();
        }),
      );
    await start(actor('patient', [[Go, hang, { timeoutMs: 5_000 }]]));
    runtime.tell(new Go());
    await advance(5_000);
    expect(reason).toMatchObject({ code: 'HANDLER_TIMEOUT' });
    expect(runtime.deadLetters.list({ reason: 'timed-out' })).toHaveLength(1);
  });

  it('counts a timer that a machine clock has set and not fired as due', async () => {
    const machine = new MachineClock();
    let ticks = 0;
    stage = new Stage(machine, undefined);
    runtime = new MailboxRuntime(resolveOptions(), { clock: machine, logger, turns: stage.turns });
    runtime.register([
      actor('timed', [
        [Go, (_, context) => context.schedule.once('now', 0, new Tick())],
        [Tick, () => void (ticks += 1)],
      ]),
    ]);
    await runtime.start();
    runtime.tell(new Go());
    await new Settling(runtime, stage, recorder, {}).untilRest();
    expect(ticks).toBe(1);
  });
});
