import 'reflect-metadata';

import { Handle } from './handle.decorator.js';
import { seesContext } from './sees-context.js';

class Open {}

type Method = (message: object, context: object) => void;

/** What stands in place of a method below another decorator. */
const replacedBy =
  (wrap: (method: Method) => unknown) =>
  (_target: object, _name: string, descriptor: PropertyDescriptor): void => {
    descriptor.value = wrap(descriptor.value as Method);
  };

class Vault {
  @Handle(Open)
  plain(_message: Open): void {}

  @Handle(Open)
  nothing(): void {}

  @Handle(Open)
  both(_message: Open, _context: object): void {}

  @Handle(Open)
  byDefault(_message: Open, _context: object = {}): void {}

  @Handle(Open)
  byArguments(_message: Open): void {
    void arguments[1];
  }

  @replacedBy((method) => (message: object) => method(message, {}))
  @Handle(Open)
  wrappedInOne(_message: Open): void {}

  @replacedBy(
    (method) =>
      function (this: object, message: object, ...rest: object[]) {
        method.call(this, message, ...(rest as [object]));
      },
  )
  @Handle(Open)
  wrappedInMany(_message: Open): void {}

  @Handle(Open)
  @replacedBy((method) => method.bind(undefined))
  bound(_message: Open): void {}

  @Handle(Open)
  overridden(_message: Open): void {}
}

class BankVault extends Vault {
  override overridden(_message: Open, _context: object = {}): void {}
}

const sees = (name: keyof Vault, type: typeof Vault = Vault): boolean =>
  seesContext(type.prototype, name, type.prototype[name] as never);

describe('whether a handler can see its context', () => {
  it('is no for a method of one parameter or none, and for a wrapper of one', () => {
    for (const name of ['plain', 'nothing', 'wrappedInOne'] as const)
      expect([name, sees(name), sees(name, BankVault)]).toEqual([name, false, false]);
  });

  it('is yes where a second argument is declared, has a default, or is taken without a name', () => {
    for (const name of ['both', 'byDefault', 'byArguments', 'wrappedInMany', 'bound'] as const)
      expect([name, sees(name)]).toEqual([name, true]);
  });

  it('is yes where the compiler wrote nothing down: for an override without a decorator', () => {
    expect([sees('overridden'), sees('overridden', BankVault)]).toEqual([false, true]);
  });
});
