import { forwardRef, Inject, Injectable, Module, Optional } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { dependenciesOf } from './dependencies.js';
import { type InstanceWrapper, tokenName } from './nest-container.js';

@Injectable()
class Exported {}

@Injectable()
class Hidden {}

@Injectable()
class Own {}

@Module({ providers: [Exported, Hidden], exports: [Exported] })
class InnerModule {}

@Module({ imports: [InnerModule], exports: [InnerModule] })
class OuterModule {}

@Injectable()
class Consumer {
  @Optional()
  @Inject('ALIAS')
  readonly alias!: Own;

  constructor(
    readonly exported: Exported,
    @Inject(forwardRef(() => Own)) readonly own: Own,
    @Optional() readonly hidden?: Hidden,
  ) {}
}

async function wrapperOf(token: unknown): Promise<InstanceWrapper> {
  const module = await Test.createTestingModule({
    imports: [OuterModule],
    providers: [
      Consumer,
      Own,
      { provide: 'ALIAS', useExisting: 'SECOND' },
      { provide: 'SECOND', useExisting: Own },
      { provide: 'MADE', useFactory: () => 1, inject: [Own, { token: Hidden, optional: true }] },
    ],
  }).compile();
  const wrappers = [...module.get(ModulesContainer).values()].flatMap(({ providers }) => [
    ...providers.values(),
  ]);
  return wrappers.find((wrapper) => wrapper.token === token) as InstanceWrapper;
}

const summary = (wrapper: InstanceWrapper) =>
  dependenciesOf(wrapper).map(({ token, provider, isOptional }) => [
    tokenName(token),
    provider && tokenName(provider.token),
    isOptional ? 'optional' : 'required',
  ]);

describe('dependenciesOf', () => {
  it('finds what a class asks for: through re-exports, forward references and aliases', async () => {
    expect(summary(await wrapperOf(Consumer))).toEqual([
      ['Exported', 'Exported', 'required'],
      ['Own', 'Own', 'required'],
      ['Hidden', undefined, 'optional'],
      ['ALIAS', 'Own', 'optional'],
    ]);
  });

  it('finds what a factory asks for', async () => {
    expect(summary(await wrapperOf('MADE'))).toEqual([
      ['Own', 'Own', 'required'],
      ['Hidden', undefined, 'optional'],
    ]);
  });
});
