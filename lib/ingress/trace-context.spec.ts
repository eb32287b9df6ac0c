import { traceContext } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${PARENT}-01`;

describe('The trace context of a request', () => {
  it.each([traceparent, `01-${TRACE}-${PARENT}-01`, `cc-${TRACE}-${PARENT}-01-what-comes-later`])(
    'travels along: %s',
    (parent) => {
      expect(traceContext(parent, undefined)).toEqual({ traceparent: parent });
    },
  );

  it.each([
    'x\r\ny: z',
    `${traceparent}\r\ny: z`,
    `${traceparent}\n`,
    `${traceparent}-more`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${PARENT}`,
    '',
    7,
    undefined,
  ])('is left out where its parent has another form: %j', (parent) => {
    expect(traceContext(parent, 'a=b')).toEqual({});
  });

  it.each(['a=b', 'rojo=00f067aa0ba902b7, congo=t61rcWkgMzE', 'tenant@vendor=x y', 'a=b,,c=d'])(
    'has a state: %s',
    (tracestate) => {
      expect(traceContext(traceparent, tracestate)).toEqual({ traceparent, tracestate });
    },
  );

  it.each(['', ',', 'a', 'a=b\r\nc: d', 'A=b', 'a=b=c', 'a=é', `a=${'b'.repeat(257)}`, 'a=b,'.repeat(33), 7])(
    'loses a state of another form, and keeps its parent: %j',
    (tracestate) => {
      expect(traceContext(traceparent, tracestate)).toEqual({ traceparent });
    },
  );
});
