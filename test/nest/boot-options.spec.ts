import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  Actor,
  Handle,
  MailboxModule,
  type MailboxModuleAsyncOptions,
  type MailboxModuleOptions,
} from 'nestjs-mailbox';
import { findingsOf, findingsOfFailed, warningsOf } from './test-application.js';

class Ping {}

/** Options as plain JavaScript writes them. */
const UncheckedActor = Actor as unknown as (options?: unknown) => ClassDecorator;
const UncheckedHandle = Handle as unknown as (message: unknown, options?: unknown) => MethodDecorator;

const problemIn = (cause: string): string => cause.replace('has an option that does not work: ', '');

async function problemsOfModule(options: unknown): Promise<readonly string[]> {
  return (await findingsOf({ options: options as MailboxModuleOptions })).map(({ cause }) =>
    problemIn(cause),
  );
}

async function problemsOfAsync(options: unknown): Promise<readonly string[]> {
  const module = await Test.createTestingModule({
    imports: [MailboxModule.forRootAsync(options as MailboxModuleAsyncOptions)],
  }).compile();
  return (await findingsOfFailed(module)).map(({ cause }) => problemIn(cause));
}

async function problemsOfActor(options: unknown, handlerOptions?: unknown): Promise<readonly string[]> {
  @UncheckedActor(options)
  class OddActor {
    @UncheckedHandle(Ping, handlerOptions)
    ping(): void {}
  }
  return (await findingsOf({ providers: [OddActor] })).map(({ cause }) => problemIn(cause));
}

describe('options that do not work', () => {
  it('are told all at once, at every depth', async () => {
    expect(
      await problemsOfModule({
        mailbox: { capacity: 0, overflow: 'x' },
        retry: { factor: 0 },
        httpErrors: 'no',
      }),
    ).toEqual([
      'options.httpErrors must be true or false',
      'options.mailbox.capacity must be a whole number of at least 1',
      "options.mailbox.overflow must be one of 'reject', 'drop-oldest'",
      'options.retry.factor must be a number of at least 1',
    ]);
    expect(
      await problemsOfActor({ mailbox: { capacity: 0, overflow: 'x' }, supervision: { withinMs: -1 } }),
    ).toEqual([
      'OddActor.mailbox.capacity must be a whole number of at least 1',
      "OddActor.mailbox.overflow must be one of 'reject', 'drop-oldest'",
      'OddActor.supervision.withinMs must be a number of milliseconds, 0 or more',
    ]);
  });

  it('are told where a default is what they contradict', async () => {
    expect(await problemsOfActor({ supervision: { backoffMs: 20_000 } })).toEqual([
      'OddActor.supervision.maxBackoffMs (10000) is below OddActor.supervision.backoffMs (20000)',
    ]);
    expect(await problemsOfActor({}, { retry: { attempts: 1, maxBackoffMs: 50 } })).toEqual([
      'OddActor.ping.retry.maxBackoffMs (50) is below OddActor.ping.retry.backoffMs (100)',
    ]);
  });

  it('are held against the defaults of the module, not those of the library', async () => {
    @Actor({ keyBy: () => 'one' })
    class PatientActor {
      @Handle(Ping, { retry: { attempts: 2, backoffMs: 20_000 } })
      ping(): void {}
    }
    expect(
      await warningsOf({ providers: [PatientActor], options: { retry: { maxBackoffMs: 60_000 } } }),
    ).toEqual([]);
  });

  it('count their pauses by the defaults of the module', async () => {
    @Actor()
    class HastyActor {
      @Handle(Ping, { retry: { attempts: 2 } })
      ping(): void {}
    }
    expect(await warningsOf({ providers: [HastyActor], options: { retry: { backoffMs: 0 } } })).toEqual([]);
    expect(await warningsOf({ providers: [HastyActor] })).toEqual([
      expect.stringContaining('RETRY_HOLDS_ACTOR'),
    ]);
  });

  it.each([
    ['a text', 'order', 'OddActor must be an object'],
    ['a list', [], 'OddActor must be an object'],
    ['a number', 1, 'OddActor must be an object'],
  ])('are refused: @Actor(%s)', async (_, given, problem) => {
    expect(await problemsOfActor(given)).toEqual([problem]);
  });

  it.each([
    ['retry: null', { retry: null }, 'OddActor.ping.retry must be an object'],
    ['retry: 3', { retry: 3 }, 'OddActor.ping.retry must be an object'],
    ['a text', 'fast', 'OddActor.ping must be an object'],
  ])('are refused: @Handle(Ping, %s)', async (_, given, problem) => {
    expect(await problemsOfActor({}, given)).toEqual([problem]);
  });

  it('leave null in the place of all options alone', async () => {
    @UncheckedActor(null)
    class BareActor {
      @UncheckedHandle(Ping, null)
      ping(): void {}
    }
    expect(await warningsOf({ providers: [BareActor], options: null as never })).toEqual([]);
  });
});

describe('forRootAsync', () => {
  @Injectable()
  class Options {
    createMailboxOptions(): MailboxModuleOptions {
      return {};
    }
  }
  const useFactory = (): object => ({});

  it.each([
    [
      'none of its sources',
      {},
      ['forRootAsync() takes one of useFactory, useClass and useExisting; it got none'],
    ],
    [
      'two of them',
      { useFactory, useClass: Options },
      ['forRootAsync() takes one of useFactory, useClass and useExisting; it got useFactory and useClass'],
    ],
    [
      'inject without useFactory',
      { useClass: Options, inject: ['X'] },
      ['forRootAsync().inject is for useFactory, and there is none'],
    ],
    [
      'options that belong into the factory',
      { useFactory, mailbox: { capacity: 1 } },
      [
        'forRootAsync().mailbox is unknown; known here: imports, useFactory, inject, useClass, useExisting, httpErrors',
      ],
    ],
    [
      'a factory that is none',
      { useFactory: {} },
      ['forRootAsync().useFactory must be a function or a class'],
    ],
    [
      'a flag that is none',
      { useFactory, httpErrors: 0 },
      ['forRootAsync().httpErrors must be true or false'],
    ],
  ])('refuses %s', async (_, options, problems) => {
    expect(await problemsOfAsync(options)).toEqual(problems);
  });

  it('refuses a factory that decides on httpErrors: it comes too late', async () => {
    expect(await problemsOfAsync({ useFactory: () => ({ httpErrors: false, colour: 'red' }) })).toEqual([
      'options.httpErrors must be passed to forRootAsync itself, beside useFactory: it is needed before any factory has run',
      expect.stringMatching(/^options\.colour is unknown; known here: mailbox, /),
    ]);
  });
});
