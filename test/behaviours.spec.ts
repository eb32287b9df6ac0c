import { join } from 'node:path';
import { titlesIn } from './titles.js';

/** What mailboxes of all kinds have learned to test, in our words; and where it is tested: the files, and the titles there. */
const BEHAVIOURS: readonly (readonly [
  behaviour: string,
  ...shownBy: (readonly [file: string, title: string])[],
])[] = [
  [
    'A mailbox holds exactly its capacity.',
    ['lib/runtime/memory-mailbox.spec.ts', 'holds exactly ${capacity}'],
  ],
  [
    'What comes beyond it is a dead letter; what is queued stays.',
    [
      'test/guarantees/acceptance.spec.ts',
      'reject: the running one takes no room, the queued ones stay, and the new ones are dead letters',
    ],
  ],
  [
    'The size that is reported is the number that is queued.',
    [
      'lib/runtime/memory-mailbox.property.spec.ts',
      'behaves like a bounded array, whatever is offered and taken',
    ],
  ],
  [
    'What ends an instance overtakes what is queued.',
    [
      'test/guarantees/acceptance.spec.ts',
      'stop, restart and passivation overtake whatever is queued, and let the running handler finish',
    ],
  ],
  [
    'Making room drops no such signal.',
    ['test/behaviours/runtime.spec.ts', 'drops no wish to passivate'],
    ['lib/runtime/timers.spec.ts', 'are dropped by no drop-oldest'],
  ],
  [
    'A million messages through a full mailbox keep their order.',
    ['lib/runtime/memory-mailbox.spec.ts', 'keeps the order of a million messages at full capacity'],
  ],
  [
    'After so many messages the next actor has its turn,',
    [
      'test/behaviours/runtime.spec.ts',
      'hands over to the next one after 64 messages, though the turn is not spent',
    ],
  ],
  [
    'and after so much time.',
    [
      'test/guarantees/order-and-isolation.spec.ts',
      'whatever a handler costs, and whether it is synchronous or not',
    ],
  ],
  [
    'A flood starves no other actor, no timer, no HTTP request.',
    [
      'test/package/flood.spec.ts',
      'hold the event loop for at most 15 ms, and an HTTP request for at most 50 ms, 99 times of 100',
    ],
    [
      'test/guarantees/order-and-isolation.spec.ts',
      'whatever a handler costs, and whether it is synchronous or not',
    ],
  ],
  [
    'Memory comes back after a burst.',
    ['lib/runtime/memory-mailbox.property.spec.ts', 'gives memory back as it drains'],
    [
      'lib/runtime/memory-mailbox.property.spec.ts',
      'keeps nothing that it has given away: of %d all but %d, from %s',
    ],
  ],
  [
    'Asynchronous handlers finish in order.',
    ['lib/runtime/actor-cell.spec.ts', 'finishes asynchronous handlers in order'],
  ],
  [
    'What an actor tells itself queues behind what is queued.',
    ['lib/runtime/actor-cell.spec.ts', 'queues a self-tell behind what is queued'],
  ],
  [
    'A handler that never settles holds its instance only.',
    ['test/guarantees/order-and-isolation.spec.ts', 'between actors, and between keys'],
  ],
  [
    'Two actors with full mailboxes that tell each other do not lock up.',
    [
      'test/guarantees/acceptance.spec.ts',
      'two actors with full mailboxes that tell each other never wait for each other',
    ],
  ],
  [
    'Nothing is handled before activation has resolved.',
    ['test/guarantees/life.spec.ts', 'nothing is handled before activation has resolved'],
  ],
  [
    'An activation that fails for a while loses nothing.',
    [
      'test/guarantees/life.spec.ts',
      '${what}: nothing is lost in two seconds with a thousand queued messages, and the order stays',
    ],
  ],
  [
    'Resuming keeps the state, and skips the failing message only.',
    ['test/guarantees/failure.spec.ts', 'resume'],
  ],
  [
    'Restarting brings the first state back, and keeps the queue.',
    ['test/guarantees/failure.spec.ts', 'restart'],
  ],
  ['Too many restarts stop the actor;', ['test/guarantees/failure.spec.ts', 'with a limit of ${limit}']],
  [
    'the count begins anew after the window;',
    ['test/guarantees/failure.spec.ts', 'and the count begins anew after the window'],
  ],
  [
    'a limit of 0 stops it at its first failure.',
    ['lib/runtime/life.spec.ts', 'with the limit 0 stops an actor at its first failure'],
  ],
  [
    'Backoff grows, has a cap, jitters within bounds, and begins anew after quiet.',
    ['lib/runtime/restarts.spec.ts', 'pauses longer each time, up to a cap, and ends at the limit'],
    ['lib/runtime/restarts.spec.ts', 'shortens a pause at random, down to its half'],
    [
      'lib/runtime/restarts.spec.ts',
      'forgets what lies further back than the window, and begins anew after a quiet time',
    ],
    ['lib/runtime/retry.spec.ts', 'grows by the factor, up to the cap'],
  ],
  [
    'What comes during a backoff is kept.',
    ['test/guarantees/failure.spec.ts', 'restart keeps what comes during its backoff'],
  ],
  [
    'A failure while messages come back from the stash loses none of them.',
    ['test/behaviours/runtime.spec.ts', 'of ${failing} (${onFailure}) loses no other one'],
  ],
  [
    'A message that fails every attempt is one dead letter with every error, and its successor runs.',
    [
      'test/guarantees/failure.spec.ts',
      'handler-failed with every error, supervised once, and its successor runs',
    ],
  ],
  [
    'Whatever is thrown is handled: a text, undefined, null.',
    ['test/guarantees/failure.spec.ts', 'one that ${what}'],
  ],
  [
    'A timer that is set again delivers no old tick, not even one that waits;',
    [
      'lib/runtime/timers.spec.ts',
      'that were set again or cancelled by a handler deliver no old tick, though it was waiting',
    ],
    ['lib/runtime/timers.spec.ts', 'forget the tick of a timer that is set again, even if it waits already'],
  ],
  [
    'nor does one that is cancelled.',
    ['lib/runtime/timers.spec.ts', 'forget the tick of a timer that is cancelled, even if it waits already'],
  ],
  [
    'Ticks of a previous instance reach nobody.',
    ['test/guarantees/failure.spec.ts', '${end}, though a tick was waiting'],
  ],
  [
    'Stopping cancels timers.',
    [
      'lib/runtime/timers.spec.ts',
      "of an instance that is ${end}${keyBy === undefined ? '' : ' (with a key)'} never reach its successor",
    ],
  ],
  [
    'A full mailbox refuses no tick.',
    [
      'lib/runtime/timers.spec.ts',
      'are refused by no full mailbox, take no room in it, and count when they are taken',
    ],
  ],
  [
    'A periodic timer does not pile up behind a slow handler.',
    ['lib/runtime/timers.spec.ts', 'do not pile up behind a slow handler'],
  ],
  [
    'A stash has a capacity; beyond it there are dead letters.',
    ['test/guarantees/dead-letters.spec.ts', 'is right about $reason ($from)'],
  ],
  [
    'What comes back keeps its order, and goes first.',
    ['test/guarantees/order-and-isolation.spec.ts', 'unstashed messages go first, in their order'],
  ],
  [
    'What is stashed anew waits for the next time.',
    ['test/behaviours/runtime.spec.ts', 'does not bring back what is stashed anew before the next time'],
  ],
  [
    'What is stashed when the actor stops becomes dead letters.',
    ['test/guarantees/failure.spec.ts', 'stop, with a key: the next message activates it anew'],
  ],
  [
    'The first message creates, idleness passivates, the next recreates;',
    [
      'test/guarantees/life.spec.ts',
      'first message creates, idleness passivates, the next recreates; each message renews the time',
    ],
  ],
  [
    'each message renews the time.',
    [
      'test/guarantees/life.spec.ts',
      'first message creates, idleness passivates, the next recreates; each message renews the time',
    ],
  ],
  [
    'A message that comes while an instance deactivates is handled by the next one, once.',
    [
      'test/guarantees/life.spec.ts',
      'a message that comes during onDeactivate goes to the next instance, once',
    ],
  ],
  [
    'There is a bound to live instances.',
    ['test/guarantees/life.spec.ts', 'and passivates nothing while there is room'],
  ],
  [
    'Odd keys work.',
    [
      'lib/runtime/actor-ref.spec.ts',
      'are instances of their own, found again by each of the ways to name them',
    ],
  ],
  [
    'Stopping comes before what is queued, and lets the running handler finish.',
    ['test/guarantees/failure.spec.ts', 'stop, of a singleton: it stays stopped, and its snapshot says so'],
  ],
  [
    'A drain handles what was accepted, and what its handlers tell.',
    ['lib/runtime/drain.spec.ts', 'handles what handlers and onDeactivate still tell'],
  ],
  [
    'From its begin on deliver rejects; what is told is still accepted.',
    [
      'test/guarantees/shutdown.spec.ts',
      'deliver rejects, timers stop, what is queued and still told is handled, then onDeactivate runs',
    ],
  ],
  [
    'It runs once, however often it is asked for.',
    ['lib/runtime/drain.spec.ts', 'runs once, however often it is asked for'],
  ],
  [
    'A handler that never settles does not hold it beyond its deadline, and is named.',
    [
      'lib/runtime/drain.spec.ts',
      'at its deadline aborts signals, counts what is left in one line, and names the busy handler',
    ],
  ],
  [
    'Actors finish before what they depend on is destroyed, on both majors of Nest.',
    [
      'test/package/nest-11-commonjs.spec.ts',
      'handles or counts everything when it is terminated under load',
    ],
    ['test/package/nest-12-esm.spec.ts', 'handles or counts everything when it is terminated under load'],
    [
      'test/nest/wiring.spec.ts',
      'drains before anything is destroyed: providers of the same module, of others, and global ones',
    ],
  ],
  ['The end leaves no timer and no handle.', ['lib/runtime/drain.spec.ts', 'sets no timer that outlives it']],
  [
    'Logging pauses after a burst, and then says how much it hid.',
    [
      'lib/runtime/log-throttle.spec.ts',
      'pauses after a burst of failures, and then says how many were hidden',
    ],
  ],
  [
    'Redriving keeps the id, counts itself, goes to the tail, and is capped.',
    [
      'lib/runtime/dead-letters.spec.ts',
      'keeps the id, counts itself, goes to the tail, and is capped by the mailbox',
    ],
  ],
  [
    'The accounts add up at every moment.',
    [
      'test/accounting.spec.ts',
      'holds after every activity of ${STEPS} random steps, and agrees with the activities (seed ${seed})',
    ],
  ],
  [
    'Each line that a handler logs carries actor, key, message type and id.',
    [
      'lib/runtime/actor-context.spec.ts',
      'writes log lines that carry actor, key, message type and id, whatever facts the handler adds',
    ],
  ],
  [
    'A time limit aborts the signal; the message fails when it settles, and nothing is handled meanwhile.',
    [
      'lib/runtime/actor-cell.spec.ts',
      'aborts the signal, fails the message when it settles, and takes no other meanwhile',
    ],
  ],
  [
    'A handler that is stuck is reported once, and health is degraded.',
    ['lib/runtime/snapshot.spec.ts', 'is up, degraded while a handler is stuck, and up again'],
    ['lib/runtime/actor-cell.spec.ts', 'is reported once, with its message'],
  ],
  [
    'A subclass may take the place of an actor; a value may not.',
    [
      'test/nest/wiring.spec.ts',
      'puts a subclass in the place of an actor: under its name, with the handlers that it overrides',
    ],
    ['test/nest/boot-report.spec.ts', 'refuses $name ($code)'],
  ],
  [
    'Two applications in one process share nothing.',
    ['test/nest/wiring.spec.ts', 'shares nothing with another application in the same process'],
  ],
  [
    'Actors of lazily loaded modules are found.',
    [
      'test/nest/wiring.spec.ts',
      'has the actors of a module that is loaded later, and the refs that only that module asks for',
    ],
  ],
  [
    'A ref can be overridden.',
    ['test/nest/wiring.spec.ts', 'puts anything in the place of a ref, of an actor that is there or not'],
  ],
  [
    'An application that is closed before it was initialised says so.',
    [
      'test/nest/wiring.spec.ts',
      'says that init() was missing when it is closed with messages that nobody handled',
    ],
  ],
  [
    'Guards, interceptors and pipes for HTTP do not touch handlers.',
    ['test/behaviours/nest.spec.ts', 'see a request, and none of the messages that come of it'],
  ],
  [
    'Hot reload leaks nothing.',
    ['test/behaviours/nest.spec.ts', 'leaks no runtime, no timer and no listener'],
  ],
  [
    'What nobody observes costs nothing.',
    ['lib/runtime/activity.spec.ts', 'is not put together while nobody listens'],
  ],
  [
    'What a request brings in headers reaches the last handler that it causes.',
    [
      'test/behaviours/runtime.spec.ts',
      'reach the last descendant of a message, across actors, retries, ticks and events',
    ],
  ],
  [
    'A subscriber that throws harms nobody.',
    ['lib/runtime/activity.spec.ts', 'goes on for everybody when a subscriber throws, which is logged'],
  ],
];

const titles = new Map<string, readonly string[]>();

function titlesOf(file: string): readonly string[] {
  const known = titles.get(file) ?? titlesIn(join(import.meta.dirname, '..', file), 'it');
  titles.set(file, known);
  return known;
}

describe('The behaviours of a mailbox', () => {
  it.each(BEHAVIOURS.map(([behaviour, ...shownBy], index) => ({ number: index + 1, behaviour, shownBy })))(
    '$number. $behaviour',
    ({ shownBy }) => {
      for (const [file, title] of shownBy) expect(titlesOf(file)).toContain(title);
    },
  );
});
