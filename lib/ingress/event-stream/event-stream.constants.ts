/** Token of what one stream does; each `EventStreamModule.forRoot` has its own. */
export const EVENT_STREAM = Symbol.for('nestjs-mailbox:event-stream');
