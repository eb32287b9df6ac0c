import { jest } from '@jest/globals';
import { actor, handle, Universe } from '../../test/universe.js';
import { GuardedLogger } from './guarded-logger.js';

class Note {}

const fail = (): never => {
  throw new Error('no disk');
};
const throwing = { debug: fail, log: fail, warn: fail, error: fail };

describe('a logger that throws', () => {
  const written: string[] = [];
  const levels = ['debug', 'log', 'warn', 'error'] as const;

  beforeEach(() => {
    written.length = 0;
    for (const level of levels) {
      jest
        .spyOn(console, level)
        .mockImplementation((line: unknown) => void written.push(`${level} ${String(line)}`));
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it('loses no line: the console has it', () => {
    const logger = GuardedLogger.over(throwing);
    for (const level of levels) logger[level]('a line', { a: 1 });
    expect(written).toEqual(levels.map((level) => `${level} a line (the logger of the application threw)`));
    expect(GuardedLogger.over(logger)).toBe(logger);
  });

  it('loses none either where it is async', async () => {
    const rejecting = { ...throwing, warn: async () => fail() };
    GuardedLogger.over(rejecting).warn('a line');
    await new Promise(setImmediate);
    expect(written).toEqual(['warn a line (the logger of the application threw)']);
  });

  it('stalls no mailbox, and holds up no drain', async () => {
    const { runtime } = await Universe.of(actor('scribe', [handle(Note, fail)]), {}, { logger: throwing });
    runtime.tell(new Note());
    runtime.tell(new Note());
    await runtime.drain();
    expect(runtime.snapshot().totals).toMatchObject({ accepted: 2, dead: 2, running: 0, queued: 0 });
    expect(written).toContainEqual(expect.stringContaining('dead letter handler-failed'));
  });
});
