import { parse } from 'node:querystring';
import { ExpressAdapter } from '@nestjs/platform-express';
import fc from 'fast-check';
import { readTarget } from './request-target.js';

const OWN = ['type', 'key', 'lastEventId'];

type Reading = (target: string) => Record<string, unknown>;

const fromPairs = (pairs: Iterable<readonly [string, string]>): Record<string, unknown> => {
  const query: Record<string, string[]> = {};
  for (const [name, value] of pairs) (query[name] ??= []).push(value);
  return query;
};
const afterMark = (target: string): string => target.split('#')[0]?.replace(/^[^?]*\??/, '') ?? '';
const express = new ExpressAdapter().getInstance<{
  set(name: string, value: string): void;
  get(name: string): unknown;
}>();
express.set('query parser', 'extended');
const qs = express.get('query parser fn') as Reading;

/** Ways in which guards come by a query. */
const READINGS: Record<string, Reading> = {
  'URLSearchParams, # included': (target) => fromPairs(new URLSearchParams(target.replace(/^[^?]*\??/, ''))),
  'URL, as browsers': (target) => fromPairs(new URL(target, 'http://shop.example').searchParams),
  'node:querystring': (target) => parse(afterMark(target)),
  'node:querystring, parted by ; as well': (target) => parse(afterMark(target).replaceAll(';', '&')),
  'node:querystring, from the first ; # or ?': (target) => parse(target.replace(/^[^;#?]*./, '')),
  'the extended parser of Express': (target) => qs(afterMark(target)),
  'split and decodeURIComponent': (target) =>
    fromPairs(
      (target.split('?').at(-1) ?? '').split('&').map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return [decodeURIComponent(name), decodeURIComponent(value)] as const;
      }),
    ),
};

const word = fc.constantFrom(...OWN, 'KEY', 'a', 'o-1', 'o-7');
const mark = fc.constantFrom(..."[].=&;?#+,%\\/'|@:\t ".split(''), 'é');
const escape = fc.constantFrom(
  '%5B',
  '%5d',
  '%3D',
  '%26',
  '%23',
  '%3F',
  '%3B',
  '%2B',
  '%2C',
  '%00',
  '%20',
  '%ff',
  '%C3%A9',
  '%6b',
  '%25',
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, mark, escape), { maxLength: 4 })
  .map((parts) => parts.join(''));
const plainPair = fc
  .tuple(fc.constantFrom(...OWN, 'a'), fc.oneof(word, escape))
  .map((pair) => pair.join('='));
const query = fc
  .array(fc.oneof({ weight: 3, arbitrary: plainPair }, text), { maxLength: 5 })
  .map((pairs) => pairs.join('&'));
const target = fc.oneof(
  query.map((one) => `/events?${one}`),
  fc.tuple(text, query).map(([path, one]) => `/${path}?${one}`),
  fc.tuple(text, query).map(([host, one]) => `http://${host}/events?${one}`),
);

describe('readTarget', () => {
  it.each(Object.keys(READINGS))(
    'takes nothing that another reading understands otherwise: %s',
    (reading) => {
      let taken = 0;
      fc.assert(
        fc.property(target, (one) => {
          const { parameters, errors } = readTarget(one, OWN);
          if (errors.length > 0) return;
          taken += 1;
          const read = READINGS[reading]?.(one) ?? {};
          for (const name of OWN) {
            const seen = [read[name] ?? []].flat();
            expect(seen).toEqual(
              parameters.filter((parameter) => parameter.name === name).map(({ value }) => value),
            );
          }
        }),
        { numRuns: 3_000 },
      );
      expect(taken).toBeGreaterThan(300);
    },
  );

  it.each(['/\t/?', '/\t/events?key=o-1', '/\n/shop.example?key=o-1'])(
    'refuses %j, in which others see a host',
    (target) => {
      expect(readTarget(target, OWN)).toEqual({
        parameters: [],
        errors: [{ detail: expect.stringContaining('no host') }],
      });
    },
  );

  it.each(['é/ü?=&;#+%', 'a[0].b', '\u{1f600}', "it's (all) *fine*!"])(
    'takes %s as others encode it',
    (value) => {
      const own = (url: string) => readTarget(url, OWN);
      const taken = { parameters: [{ name: 'key', value }], errors: [] };
      expect(own(`/events?key=${encodeURIComponent(value)}`)).toEqual(taken);
      const plain = value.replaceAll(' ', '_');
      const search = new URLSearchParams({ key: plain }).toString();
      expect(own(`/events?${search}`)).toEqual({ ...taken, parameters: [{ name: 'key', value: plain }] });
    },
  );
});
