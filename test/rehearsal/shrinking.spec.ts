import { Injectable } from '@nestjs/common';
import { Actor, Handle } from 'nestjs-mailbox';
import { rehearse, RehearsalError, type RehearsalPlan } from 'nestjs-mailbox/testing';

class Note {
  constructor(readonly text: string) {}
}

class Ring {}

@Injectable()
class Wall {
  readonly notes: string[] = [];
  isRinging = false;
  wasRinging = false;
}

@Actor({ keyBy: (note: { text: string }) => note.text })
class NoteActor {
  constructor(private readonly wall: Wall) {}

  @Handle(Note)
  note({ text }: Note): void {
    if (text === 'first' && !this.wall.notes.includes('first')) this.wall.wasRinging = this.wall.isRinging;
    this.wall.notes.push(text);
  }
}

@Actor()
class BellActor {
  constructor(private readonly wall: Wall) {}

  @Handle(Ring)
  ring(): void {
    this.wall.isRinging = true;
  }
}

/** Breaks when two of the notes come twice, and the bell rings before the first, which takes another order of turns. */
const plan: RehearsalPlan = {
  app: { providers: [NoteActor, BellActor, Wall] },
  scenario: async (kit) => {
    kit.tell(new Note('first'));
    kit.tell(new Ring());
    for (let number = 1; number <= 24; number += 1) kit.tell(new Note(`${number}`));
    await kit.settle();
  },
  eventually: (kit) => {
    const { notes, wasRinging } = kit.get(Wall);
    const isTwice = (note: string): boolean => notes.filter((text) => text === note).length > 1;
    if (wasRinging && isTwice('7') && isTwice('20')) throw new Error('the wall is a mess');
  },
};

describe('A rehearsal that fails', () => {
  it('is shrunk to what it takes, also when very many faults came about and the order of turns counts', async () => {
    const failed = rehearse(plan, { runs: 200, seed: 1, faults: { drop: 0.4, duplicate: 0.4 } });
    const error = await failed.then(
      () => undefined,
      (thrown: unknown) => thrown as RehearsalError,
    );
    expect(error).toBeInstanceOf(RehearsalError);
    expect(error?.faults).toEqual([
      expect.stringMatching(/^duplicate(:1)? Note from outside to note\/7$/),
      expect.stringMatching(/^duplicate(:1)? Note from outside to note\/20$/),
    ]);
    expect(error?.messages).toBe(6); // the bell and three notes, two of them twice
  }, 120_000);
});
