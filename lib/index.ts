export { Actor } from './nest/actor.decorator.js';
export type { ActorOptions } from './nest/actor-options.js';
export { getActorToken, type ActorToken } from './nest/actor-token.js';
export { Handle } from './nest/handle.decorator.js';
export type { HandleOptions } from './nest/handle-options.js';
export { InjectActor } from './nest/inject-actor.decorator.js';
export { MessageType, type MessageTypeOptions } from './nest/message-type.decorator.js';
export { Subscribe } from './nest/subscribe.decorator.js';

export { ActivationContext, ActorContext } from './runtime/actor-context.js';
export { ActorRef } from './runtime/actor-ref.js';
export { defineMessage } from './runtime/message.js';
