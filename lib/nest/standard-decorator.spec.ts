import { runInNewContext } from 'node:vm';

import ts from 'typescript';

import { Actor } from './actor.decorator.js';
import { Handle } from './handle.decorator.js';
import { InjectActor } from './inject-actor.decorator.js';
import { MessageType } from './message-type.decorator.js';
import { StandardDecoratorError } from './standard-decorator.js';
import { Subscribe } from './subscribe.decorator.js';

class Ping {}

/** Runs a class as a project has it whose tsconfig lacks a line. */
function run(source: string, experimentalDecorators: boolean): void {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, experimentalDecorators },
  });
  runInNewContext(outputText, { Actor, Handle, InjectActor, MessageType, Ping, Subscribe });
}

const CLASSES: readonly (readonly [decorator: string, target: string, source: string])[] = [
  ['Handle', 'ping', '@Actor() class PingActor { @Handle(Ping) ping() {} }'],
  ['Subscribe', 'hear', '@Actor() class PingActor { @Subscribe(Ping) hear() {} }'],
  ['Actor', 'PingActor', '@Actor() class PingActor {}'],
  ['InjectActor', 'ref', "class Client { @InjectActor('ping') ref; }"],
  ['MessageType', 'Pong', "@MessageType('standard.pong') class Pong {}"],
];

describe('The decorators', () => {
  it.each(CLASSES)(
    'say what is missing where they are compiled as standard ones: %s',
    (decorator, target, source) => {
      expect(() => run(source, false)).toThrow(StandardDecoratorError);
      expect(() => run(source, false)).toThrow(
        expect.objectContaining({
          code: 'STANDARD_DECORATOR',
          message: expect.stringMatching(
            new RegExp(`^@${decorator} on ${target} .*experimentalDecorators.*emitDecoratorMetadata`),
          ),
        }),
      );
    },
  );

  it.each(CLASSES)(
    "do their work where they are compiled as TypeScript's own: %s",
    (_decorator, _target, source) => {
      expect(() => run(source, true)).not.toThrow();
    },
  );
});
