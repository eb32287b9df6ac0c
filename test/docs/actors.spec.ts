import { Actor, type MessageClass, Subscribe } from 'nestjs-mailbox';
import { type KitOptions, ManualClock, MailboxTestKit } from 'nestjs-mailbox/testing';

import { deadLettersOf } from './outcomes.js';
import { type SnippetModule, Snippets } from './snippets.js';

const snippets = new Snippets('docs/actors.md');
let kit: MailboxTestKit;

afterEach(() => kit.close());
afterAll(() => snippets.remove());

async function museum(options: KitOptions): Promise<void> {
  const silent = { log() {}, warn() {}, error() {} };
  kit = await MailboxTestKit.create({ configure: (builder) => builder.setLogger(silent), ...options });
}

/** A provider that a snippet exports. */
const provided = <T>(token: unknown): T => kit.get<T>(token as never);

/** A subscriber to an event of the page, and what it has heard. */
function listenerTo(event: MessageClass) {
  const heard: object[] = [];
  @Actor({ name: 'listener' })
  class ListenerActor {
    @Subscribe(event)
    hear(message: object): void {
      heard.push(message);
    }
  }
  return { ListenerActor, heard };
}

const snapshotOf = (actor: string) => kit.runtime.snapshot().actors[actor];

describe('The first actor', () => {
  it('handles one at a time, and loses no visitor', async () => {
    const { Board, Entrance, EntranceModule, Leave } = await snippets.load('first/turnstile.ts');
    await museum({ imports: [EntranceModule] });
    const entrance = provided<{ ticketScanned(): void }>(Entrance);
    expect([entrance.ticketScanned(), entrance.ticketScanned(), entrance.ticketScanned()]).toEqual(
      Array(3).fill(undefined),
    );
    kit.tell(new Leave());
    await kit.settle();
    expect(provided(Board)).toEqual({ lines: ['1 inside', '2 inside', '3 inside', '2 inside'] });
  });
});

describe('Keys', () => {
  it('give each room a count of its own', async () => {
    const { RoomActor, RoomCrowded, VisitorCame } = await snippets.load('keys/room.actor.ts');
    const { ListenerActor, heard } = listenerTo(RoomCrowded);
    await museum({ providers: [RoomActor, ListenerActor] });
    for (let visitor = 1; visitor <= 30; visitor += 1) {
      kit.tell(new VisitorCame('egypt'));
      if (visitor % 2 === 0) kit.tell(new VisitorCame('rome'));
    }
    await kit.settle();
    expect(heard).toEqual([new RoomCrowded('egypt')]);
    expect(snapshotOf('room')).toMatchObject({ instances: 2, handled: 45 });
  });
});

describe('A conversation', () => {
  it('goes from the first message to the last under one id', async () => {
    const { BookTour, GuideFound, GuidesActor, NoticeBoardActor, TourActor, TourBooked } =
      await snippets.load('conversation/tour.actor.ts');
    await museum({ providers: [TourActor, GuidesActor, NoticeBoardActor] });
    const [tours, board] = [kit.spy(TourActor), kit.spy(NoticeBoardActor)];
    const { correlationId } = await kit.deliver(new BookTour('t-1', 'it'));
    await kit.settle();
    board.expectOne(TourBooked, { tourId: 't-1', guide: 'Carla' });
    const [booked] = board.envelopes();
    const [answer] = tours.envelopes(GuideFound);
    expect([booked?.correlationId, answer?.correlationId]).toEqual([correlationId, correlationId]);
    expect(booked?.causationId).toBe(answer?.id);
  });
});

describe('Retry', () => {
  let ticket: SnippetModule;
  let printer: { isJammed: boolean; readonly printed: readonly string[] };
  let heard: readonly object[];

  beforeEach(async () => {
    ticket = await snippets.load('failure/ticket.actor.ts');
    const { LostAndFound } = await snippets.load('dead-letters/lost-and-found.ts');
    const listener = listenerTo(ticket.TicketPrinted);
    ({ heard } = listener);
    await museum({ providers: [ticket.TicketActor, ticket.Printer, LostAndFound, listener.ListenerActor] });
    printer = provided(ticket.Printer);
  });

  it('attempts a message again, and what follows waits', async () => {
    printer.isJammed = true;
    kit.tell(new ticket.PrintTicket('t-1'));
    await kit.settle();
    expect(printer.printed).toEqual([]);
    printer.isJammed = false;
    await kit.advance(200);
    expect(printer.printed).toEqual(['t-1']);
    expect(heard).toEqual([new ticket.TicketPrinted('t-1')]);
    expect(snapshotOf('ticket')).toMatchObject({ failed: 1, handled: 1, dead: 0 });
  });

  it('ends in a dead letter with every error, which can be listed, redriven and discarded', async () => {
    const { LostAndFound } = await snippets.load('dead-letters/lost-and-found.ts');
    const lost = provided<{ list(): string[]; printAgain(): number; forget(id: string): number }>(
      LostAndFound,
    );
    printer.isJammed = true;
    for (const id of ['t-1', 't-2']) kit.tell(new ticket.PrintTicket(id));
    await kit.advance(600);
    expect(lost.list()).toEqual([
      'PrintTicket t-1: handler-failed, Error: paper jam',
      'PrintTicket t-2: handler-failed, Error: paper jam',
    ]);
    expect(kit.deadLetters().map(({ errors }) => errors.length)).toEqual([3, 3]);

    expect(lost.forget('t-2')).toBe(1);
    expect(lost.printAgain()).toBe(1);
    await kit.advance(600);
    expect(kit.deadLetters().map(({ id, redriven }) => [typeof id, redriven])).toEqual([['string', 1]]);

    printer.isJammed = false;
    expect(lost.printAgain()).toBe(1);
    await kit.settle();
    expect(printer.printed).toEqual(['t-1']);
    expect(lost.list()).toEqual([]);
  });
});

describe('Supervision', () => {
  it('restarts an instance with a fresh connection, and keeps its queue', async () => {
    const { CameraActor, Cameras, TakePicture } = await snippets.load('failure/camera.actor.ts');
    let connections = 0;
    let pictures = 0;
    const cameras = {
      connect: async () => {
        connections += 1;
        const isBroken = connections === 1;
        return {
          takePicture: async () => {
            if (isBroken) throw new Error('no signal');
            pictures += 1;
          },
        };
      },
    };
    await museum({ providers: [CameraActor, { provide: Cameras, useValue: cameras }] });
    for (let picture = 1; picture <= 3; picture += 1) kit.tell(new TakePicture('egypt'));
    await kit.settle();
    expect([connections, pictures]).toEqual([1, 0]);
    await kit.advance(500);
    expect([connections, pictures]).toEqual([2, 2]);
    expect(kit.deadLetters()).toMatchObject([{ reason: 'handler-failed' }]);
  });

  it('stops an actor that fails too often, until the key is told something again', async () => {
    const { CameraActor, Cameras, TakePicture } = await snippets.load('failure/camera.actor.ts');
    let connections = 0;
    const takePicture = () => Promise.reject(new Error('no signal'));
    const cameras = {
      connect: async () => {
        connections += 1;
        return { takePicture };
      },
    };
    await museum({ providers: [CameraActor, { provide: Cameras, useValue: cameras }] });
    for (let picture = 1; picture <= 5; picture += 1) kit.tell(new TakePicture('egypt'));
    await kit.advance(20_000);
    expect(connections).toBe(4);
    expect(kit.deadLetters().map(({ reason }) => reason)).toEqual([
      ...Array<string>(4).fill('handler-failed'),
      'actor-stopped',
    ]);
    expect(kit.runtime.snapshot().health).toBe('up');
    kit.tell(new TakePicture('egypt'));
    await kit.settle();
    expect(connections).toBe(5);
    kit.deadLetters();
  });

  it('stops an actor without a key for good', async () => {
    const { MovePainting, VaultActor } = await snippets.load('failure/vault.actor.ts');
    await museum({ providers: [VaultActor] });
    for (const painting of ['Mona Lisa', 'The Scream', 'Mona Lisa'])
      kit.tell(new MovePainting(painting, 'hall'));
    await kit.settle();
    kit.tell(new MovePainting('Mona Lisa', 'vault'));
    expect(kit.deadLetters().map(({ reason }) => reason)).toEqual([
      'handler-failed',
      'actor-stopped',
      'actor-stopped',
    ]);
    expect(kit.runtime.snapshot()).toMatchObject({ health: 'down', actors: { vault: { isStopped: true } } });
  });

  it('resumes with the instance as it is, unless it is told otherwise', async () => {
    const { Board, Enter, EntranceModule } = await snippets.load('first/turnstile.ts');
    const lines: string[] = [];
    const show = async (line: string): Promise<void> => {
      lines.push(line);
      if (lines.length === 2) throw new Error('no light');
    };
    await museum({
      imports: [EntranceModule],
      configure: (builder) =>
        builder
          .overrideProvider(Board)
          .useValue({ show })
          .setLogger({ log() {}, warn() {}, error() {} }),
    });
    for (let visitor = 1; visitor <= 3; visitor += 1) kit.tell(new Enter());
    await kit.settle();
    expect(lines).toEqual(['1 inside', '2 inside', '2 inside']);
    expect(kit.deadLetters()).toHaveLength(1);
  });
});

describe('A time limit', () => {
  it('aborts the signal, and fails the attempt', async () => {
    const { AskForLoan, LoanActor, OtherMuseum } = await snippets.load('failure/loan.actor.ts');
    let asked = 0;
    const museumAway = {
      ask: (_painting: string, signal: AbortSignal) => {
        asked += 1;
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    };
    await museum({ providers: [LoanActor, { provide: OtherMuseum, useValue: museumAway }] });
    kit.tell(new AskForLoan('The Scream'));
    await kit.advance(2_000 + 100 + 2_000); // an attempt, a pause, an attempt
    expect(asked).toBe(2);
    expect(kit.deadLetters()).toMatchObject([{ reason: 'timed-out', errors: [{}, {}] }]);
  });

  it('hands the signal to fetch', async () => {
    const { OtherMuseum } = await snippets.load('failure/loan.actor.ts');
    await museum({});
    const aborted = AbortSignal.abort(new Error('too late'));
    await expect(new OtherMuseum().ask('The Scream', aborted)).rejects.toThrow('too late');
  });
});

describe('Timers', () => {
  it('fire once or every so often, are replaced and cancelled, and end with their instance', async () => {
    const { CheckDoor, CloseDoor, DoorActor, DoorChecked, HoldDoor, LockDoor, OpenDoor } =
      await snippets.load('time/door.actor.ts');
    const { ListenerActor, heard } = listenerTo(DoorChecked);
    await museum({ providers: [DoorActor, ListenerActor] });
    const door = kit.spy(DoorActor);

    kit.tell(new OpenDoor('east'));
    await kit.advance(20_000);
    kit.tell(new OpenDoor('east')); // 30 seconds from now
    await kit.advance(20_000);
    door.expectNone(CloseDoor);
    await kit.advance(10_000);
    door.expectOne(CloseDoor);

    await kit.advance(10_000);
    kit.tell(new OpenDoor('east'));
    kit.tell(new HoldDoor('east'));
    await kit.advance(60_000);
    door.expectOne(CloseDoor);
    expect(heard).toEqual([new DoorChecked('east', false), new DoorChecked('east', true)]);

    kit.tell(new OpenDoor('east'));
    kit.tell(new LockDoor('east'));
    await kit.advance(120_000);
    door.expectOne(CloseDoor);
    expect(door.received(CheckDoor)).toHaveLength(2);
    expect(snapshotOf('door')).toMatchObject({ instances: 0 });
  });
});

describe('The stash', () => {
  it('keeps who came too early, in their order', async () => {
    const { Admit, ExhibitionActor, GuestBook, OpenExhibition } =
      await snippets.load('time/exhibition.actor.ts');
    await museum({ providers: [ExhibitionActor, GuestBook] });
    for (const message of [new Admit('Ann'), new Admit('Ben'), new OpenExhibition(), new Admit('Cem')])
      kit.tell(message);
    await kit.settle();
    expect(provided(GuestBook)).toEqual({ visitors: ['Ann', 'Ben', 'Cem'] });
  });
});

describe('The life of an instance', () => {
  let guides: SnippetModule;
  let heard: readonly object[];

  beforeEach(async () => {
    guides = await snippets.load('life/audio-guide.actor.ts');
    const listener = listenerTo(guides.Played);
    ({ heard } = listener);
    await museum({ providers: [guides.AudioGuideActor, guides.Positions, listener.ListenerActor] });
  });

  it('ends when it is idle or says so, and what was saved is loaded again', async () => {
    kit.tell(new guides.PlayNext('Ann'));
    await kit.advance(10 * 60_000 - 1);
    expect(snapshotOf('audio-guide')).toMatchObject({ instances: 1 });
    await kit.advance(1);
    expect(snapshotOf('audio-guide')).toMatchObject({ instances: 0 });

    for (const message of [guides.PlayNext, guides.ReturnGuide, guides.PlayNext])
      kit.tell(new message('Ann'));
    await kit.settle();
    expect(heard).toEqual([1, 2, 3].map((piece) => new guides.Played('Ann', piece)));
  });

  it('ends for another one when there are too many', async () => {
    for (let visitor = 0; visitor < 2_010; visitor += 1) kit.tell(new guides.PlayNext(`visitor-${visitor}`));
    await kit.settle();
    expect(snapshotOf('audio-guide')).toMatchObject({ instances: 2_000, handled: 2_010 });
  });
});

describe('What comes twice, too late, or too much', () => {
  let shop: SnippetModule;
  let announced: string[];

  beforeEach(async () => {
    shop = await snippets.load('pressure/museum-shop.ts');
    announced = [];
    const clock = new ManualClock();
    const say = (text: string): Promise<void> => {
      announced.push(text);
      return new Promise((resolve) => clock.setTimer(resolve, 60_000)); // a long announcement
    };
    const { AnnouncementActor, ClimateActor, DonationActor, Ledger, Loudspeaker, MuseumShop } = shop;
    const speaker = { provide: Loudspeaker, useValue: { say } };
    await museum({
      providers: [AnnouncementActor, ClimateActor, DonationActor, Ledger, MuseumShop, speaker],
      clock,
    });
  });

  it('is accepted once', async () => {
    const desk = provided<{ donate(id: string, amount: number): Promise<unknown> }>(shop.MuseumShop);
    expect(await desk.donate('p-1', 20)).toMatchObject({ id: 'p-1' });
    expect(await desk.donate('p-1', 20)).toMatchObject({ id: 'p-1' });
    await kit.settle();
    expect(provided(shop.Ledger)).toMatchObject({ donations: [20] });
    expect(snapshotOf('donation')).toMatchObject({ accepted: 1, duplicate: 1 });
  });

  it('expires', async () => {
    kit.tell(new shop.Announce('A child has lost its parents'));
    provided<{ announceClosing(): void }>(shop.MuseumShop).announceClosing();
    await kit.advance(60_000);
    expect(announced).toEqual(['A child has lost its parents']);
    expect(kit.deadLetters()).toMatchObject([{ reason: 'expired' }]);
  });

  it('makes room', async () => {
    for (let celsius = 1; celsius <= 103; celsius += 1) kit.tell(new shop.TemperatureRead('egypt', celsius));
    await kit.settle();
    const { temperatures } = provided<{ temperatures: number[] }>(shop.Ledger);
    expect([temperatures.length, temperatures[0], temperatures.at(-1)]).toEqual([100, 4, 103]);
    expect(deadLettersOf(kit.runtime)).toEqual(Array(3).fill('mailbox-full TemperatureRead'));
    kit.deadLetters();
  });

  it('says what it says', async () => {
    const lines: unknown[] = [];
    const { log } = console;
    console.log = (line: unknown) => lines.push(line);
    try {
      await new shop.Loudspeaker().say('Welcome');
      const { Cameras } = await snippets.load('failure/camera.actor.ts');
      await (await new Cameras().connect('egypt')).takePicture();
    } finally {
      console.log = log;
    }
    expect(lines).toEqual(['Welcome', 'a picture of egypt']);
  });
});

describe('A drain', () => {
  it('handles what is queued, and takes nothing more from outside', async () => {
    const { MuseumModule } = await snippets.load('closing/museum.module.ts');
    const { Board, Enter } = await snippets.load('first/turnstile.ts');
    await museum({ imports: [MuseumModule] });
    const board = provided<{ lines: string[] }>(Board);
    for (let visitor = 1; visitor <= 3; visitor += 1) kit.tell(new Enter());
    await kit.runtime.drain();
    expect(board.lines).toEqual(['1 inside', '2 inside', '3 inside']);
    await expect(kit.deliver(new Enter())).rejects.toMatchObject({ code: 'MAILBOX_CLOSED' });
    expect(kit.deadLetters()).toEqual([]);
  });
});
