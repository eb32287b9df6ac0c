import { tryOut } from '../../bench/src/measure.js';
import { Tally } from '../../bench/src/tally.js';
import type { Scene } from '../../bench/src/workload.js';

const RING = { size: 3_000 };

/** A scene whose plays end with such an account. */
const scene = (account: Partial<Tally>, rest: Partial<Scene> = {}): Scene => ({
  play: async (size) => Object.assign(new Tally(), { told: size, handled: size }, account),
  ...rest,
});

describe('a figure of the bench', () => {
  it('is had when as much was handled as was told, in its order, one at a time', async () => {
    expect(await tryOut(RING, scene({}))).toEqual({ ns: expect.any(Number), size: 3 });
  });

  it('is none when a message is missing, or was handled twice', async () => {
    await expect(tryOut(RING, scene({ handled: 2 }))).rejects.toThrow('told 3, handled 2');
    await expect(tryOut(RING, scene({ handled: 4 }))).rejects.toThrow('told 3, handled 4');
  });

  it('is none when messages were handled out of turn', async () => {
    await expect(tryOut(RING, scene({ isDisordered: true }))).rejects.toThrow('out of turn');
  });

  it('is none when two messages of one actor were handled at once, unless that is what the contestant does', async () => {
    await expect(tryOut(RING, scene({ overlaps: true }))).rejects.toThrow('at once');
    await expect(tryOut(RING, scene({ overlaps: true }, { mayOverlap: true }))).resolves.toMatchObject({
      size: 3,
    });
  });

  it('is none when the contestant’s own books disagree', async () => {
    const verify = (): void => {
      throw new Error('told 3, but the runtime has handled 2');
    };
    await expect(tryOut(RING, scene({}, { verify }))).rejects.toThrow('the runtime has handled 2');
  });
});
