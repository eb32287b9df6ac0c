import type { StandardSchemaV1 } from '@standard-schema/spec';
import { declareMessage, type MessageClass, type MessageSchema } from '../runtime/message.js';
import { refuseStandardDecorator } from './standard-decorator.js';

/** What `@MessageType` takes besides the name. */
export interface MessageTypeOptions<S extends StandardSchemaV1<unknown, object>> {
  /** A synchronous Standard Schema that `deliver` checks a message against, as it stands. @default nothing is checked */
  readonly schema?: S | undefined;
}

type SchemaRule<M, S extends StandardSchemaV1> =
  M extends StandardSchemaV1.InferInput<S>
    ? StandardSchemaV1.InferOutput<S> extends StandardSchemaV1.InferInput<S>
      ? unknown
      : { 'a message schema must accept its own output': StandardSchemaV1.InferOutput<S> }
    : { 'the schema refuses instances of this class': StandardSchemaV1.InferInput<S> };

/**
 * Gives a plain message class a stable name, and a schema if it wants one. Without it, the name is the class name.
 *
 * From the wire such a class becomes a real instance without its constructor running, so it has no `#fields`.
 *
 * @param type The stable name; it travels in envelopes and logs, so it outlives a renamed class.
 * @example
 * ```ts
 * @MessageType('orders.cancel', { schema: z.object({ orderId: z.string() }) })
 * class CancelOrder {
 *   constructor(readonly orderId: string) {}
 * }
 * ```
 */
export function MessageType<S extends StandardSchemaV1<unknown, object> = MessageSchema>(
  type: string,
  options: MessageTypeOptions<S> = {},
): <C extends MessageClass>(target: C & SchemaRule<InstanceType<C>, S>) => void {
  const schema = options.schema as MessageSchema | undefined;
  return (target: MessageClass, ...more: unknown[]) => {
    refuseStandardDecorator('MessageType', more[0]);
    declareMessage(target, { type, schema });
  };
}
