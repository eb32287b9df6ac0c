import { differences, visibleFieldsOf, visibleStateOf, visibleValue } from './visible-state.js';

class Ledger {
  readonly entries = new Map([['o-1', { cents: 5 }]]);
  readonly other = new (class Other {})();
  readonly #hidden = ['hidden'];
  total = 5;

  get first(): string {
    return this.#hidden[0] as string;
  }

  get broken(): string {
    throw new Error('not now');
  }

  act(): void {}
}

describe('What can be seen of a state', () => {
  it('is fields and getters that hold data, the entries of collections one by one', () => {
    expect([...visibleStateOf(new Ledger(), 'Ledger')]).toEqual([
      ["Ledger.entries['o-1']", '{ cents: 5 }'],
      ['Ledger.total', '5'],
      ['Ledger.first', "'hidden'"],
    ]);
  });

  it('is fields alone where no code may run, whatever is an accessor', () => {
    let asked = 0;
    const count = { enumerable: true, get: () => (asked += 1) };
    class Vault extends Ledger {
      override get first(): string {
        asked += 1;
        return 'asked';
      }
    }
    const vault = Object.defineProperty(new Vault(), 'own', count);
    Object.assign(vault, { nested: Object.defineProperty({ cents: 5 }, 'inner', count) });
    expect([...visibleFieldsOf(vault, 'Vault')]).toEqual([
      ["Vault.entries['o-1']", '{ cents: 5 }'],
      ['Vault.total', '5'],
      ['Vault.nested.cents', '5'],
    ]);
    expect(asked).toBe(0);
  });

  it('does not depend on the order in which a value was put together', () => {
    const [one, other] = [
      visibleValue({ a: new Set([1, 2]) }, 'it'),
      visibleValue({ a: new Set([2, 1]) }, 'it'),
    ];
    expect(differences(one, other)).toEqual([]);
  });

  it('differs where something is another, or is not there', () => {
    const differing = differences(visibleValue([1, 2], 'it'), visibleValue([1, 3, 4], 'it'));
    expect(differing).toEqual(['it: 2', 'it: 3', 'it: 4']);
  });
});
