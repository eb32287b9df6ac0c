import type { ActorDefinition } from '../runtime/index.js';
import type { Audience } from './audience.js';
import type { ArrivalName } from './fault.js';
import { type InjectedProvider, injectedProviders } from './injected-providers.js';
import type { MailboxTestKit } from './mailbox-test-kit.js';
import type { Stage } from './stage.js';
import {
  differences,
  visibleFieldsOf,
  type VisibleState,
  visibleStateOf,
  visibleValue,
} from './visible-state.js';

/** Writes down, for a report, how it stands when a run is over, and who has changed what of the providers. */
export class Onlooker implements Audience {
  definitions: readonly ActorDefinition[] = [];
  providers: readonly InjectedProvider[] = [];
  /** What the plan observes, and what can be seen of the providers. A crash leaves it alone. */
  lasting: VisibleState = new Map();
  /** What can be seen of the instances of actors without asking them anything: their fields. */
  ofActors: VisibleState = new Map();
  /** Who has changed a field of a provider, by its name: addresses, in the order of their first change. */
  readonly writers = new Map<string, Set<string>>();
  /** The messages that came, each by a name that it has in every run. */
  readonly arrivals: ArrivalName[] = [];
  readonly #instances = new Map<string, object>();
  #turn: { readonly address: string; readonly before: VisibleState } | undefined;

  /**
   * @param observe Of the plan.
   * @param watchesTurns Whether to look at the providers before and after each turn. It says who has changed them only where each turn
   * lets every promise settle.
   */
  constructor(
    private readonly observe: ((kit: MailboxTestKit) => unknown) | undefined,
    private readonly watchesTurns = false,
  ) {}

  opens(kit: MailboxTestKit, { definitions }: Stage): void {
    this.definitions = definitions;
    this.providers = injectedProviders(definitions, kit);
  }

  arrives(name: ArrivalName): void {
    this.arrivals.push(name);
  }

  turnBegins(address: string): void {
    if (this.watchesTurns) this.#turn = { address, before: this.#ofProviders() };
  }

  turnEnds(): void {
    if (this.#turn === undefined) return;
    const { address, before } = this.#turn;
    this.#turn = undefined;
    for (const name of differences(before, this.#ofProviders())) {
      const known = this.writers.get(name) ?? new Set();
      this.writers.set(name, known.add(address.replace(/^mailbox:\/\//, '')));
    }
  }

  sees(address: string, instance: object): void {
    this.#instances.set(address, instance);
  }

  isOver(kit: MailboxTestKit): void {
    const given = this.observe === undefined ? [] : visibleValue(this.observe(kit), 'observed');
    this.lasting = new Map([...given, ...this.#ofProviders()]);
    this.ofActors = merged(
      Array.from(this.#instances, ([address, instance]) =>
        visibleFieldsOf(instance, address.replace(/^mailbox:\/\//, '')),
      ),
    );
  }

  #ofProviders(): VisibleState {
    return merged(this.providers.map(({ instance, name }) => visibleStateOf(instance, name)));
  }
}

function merged(states: readonly VisibleState[]): VisibleState {
  return new Map(states.flatMap((state) => [...state]));
}
