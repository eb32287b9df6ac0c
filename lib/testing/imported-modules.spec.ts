import { forwardRef, Module } from '@nestjs/common';
import { isImported } from './imported-modules.js';

class Wanted {}

@Module({ imports: [Wanted] })
class Direct {}

@Module({ imports: [{ module: class {}, imports: [Direct] }] })
class Deep {}

@Module({ imports: [forwardRef(() => Circular)] })
class Circular {}

@Module({ imports: [Circular, forwardRef(() => Deep)] })
class Root {}

describe('isImported', () => {
  it.each([
    ['the module itself', [Wanted]],
    ['a dynamic module of it', [{ module: Wanted }]],
    ['a promise of one', [Promise.resolve({ module: Wanted })]],
    ['a module that imports it', [Direct]],
    ['a dynamic module that imports it', [Deep]],
    ['a forward reference, beside a circle', [Root]],
  ])('finds %s', async (_, imports) => {
    expect(await isImported(Wanted, imports)).toBe(true);
  });

  it('does not find what is not there', async () => {
    expect(await isImported(Wanted, [Circular, { module: class {} }])).toBe(false);
    expect(await isImported(Wanted, [])).toBe(false);
  });
});
