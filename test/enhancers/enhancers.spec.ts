import { ENHANCER_CASES } from './enhancer-cases.js';

describe('Enhancers of an actor that has opted in', () => {
  it.each(ENHANCER_CASES)('$name', async ({ run, expected }) => {
    expect(await run()).toEqual(expected);
  });
});
