import { Actor } from './actor.decorator.js';
import { getActorToken, recordedActorNames } from './actor-token.js';

@Actor()
class TokenActor {}

@Actor({ name: 'tokens.named' })
class NamedActor {}

class Ordinary {}

describe('getActorToken', () => {
  it('is the same for a class and for its name', () => {
    expect(getActorToken(TokenActor)).toBe('ActorRef(token)');
    expect(getActorToken('token')).toBe(getActorToken(TokenActor));
    expect(getActorToken(NamedActor)).toBe('ActorRef(tokens.named)');
  });

  it('is that of the parent for a subclass without a decorator of its own', () => {
    class FakeActor extends TokenActor {}
    expect(getActorToken(FakeActor)).toBe(getActorToken(TokenActor));
  });

  it('refuses a class that is no actor', () => {
    expect(() => getActorToken(Ordinary)).toThrow(/Ordinary is no actor \(yet\); add @Actor\(\) to it/);
  });

  it('says what an import cycle looks like', () => {
    expect(() => getActorToken(undefined as never)).toThrow(
      /two files import each other; use the actor's name/,
    );
  });

  it('records every name that a decorator or a caller mentions', () => {
    getActorToken('mentioned-by-name-only');
    expect(recordedActorNames()).toEqual(
      expect.arrayContaining(['token', 'tokens.named', 'mentioned-by-name-only']),
    );
  });
});
