import type { MessageClass } from '../runtime/message.js';
import type { ActorOptions } from './actor-options.js';
import type { HandleOptions } from './handle-options.js';

/** What `@Actor` writes on a class. */
export interface ActorMetadata {
  readonly name: string;
  readonly options: ActorOptions;
}

/** What `@Handle` and `@Subscribe` write on a method; a method may have several. */
export interface HandlerMetadata {
  readonly kind: 'handle' | 'subscribe';
  /** Undefined where an import cycle had not evaluated the class yet. */
  readonly message: MessageClass | undefined;
  readonly options: HandleOptions;
}
