import { jest } from '@jest/globals';
import { performance } from 'node:perf_hooks';

import { glanceMs, referenceMs } from '../../bench/src/reference.js';

describe('the fixed work', () => {
  /** How long the work takes each time, the last one from then on. */
  const itTakes = (...durations: number[]): void => {
    let now = 0;
    let reads = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      reads += 1;
      if (reads % 2 === 0)
        now += durations.length > 1 ? (durations.shift() as number) : (durations[0] as number);
      return now;
    });
  };

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('takes at best what the quickest of many takes', () => {
    itTakes(3, 1, 2);
    expect(referenceMs()).toBe(1);
  });

  it('shows at a glance that somebody was busy for a part of it', () => {
    itTakes(1, 1, 4);
    expect(glanceMs()).toBe(2);
  });
});
