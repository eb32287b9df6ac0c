import { bootFindingsOf } from '../boot/booting.js';
import {
  applicationOf,
  expectedOf,
  INJECTIONS,
  lazyInjectionFindings,
  summaryOf,
} from '../boot/injections.js';

// The same cases run on Nest 11 in test/package/nest-11-commonjs.spec.ts.
describe('an actor that is injected', () => {
  it.each(INJECTIONS)('is found: by $name', async (injection) => {
    const findings = await bootFindingsOf(applicationOf(injection));
    expect(summaryOf(findings)).toEqual(expectedOf(injection));
    expect(findings.find(({ code }) => code === 'ACTOR_INJECTED')).toMatchObject({
      severity: 'error',
      cause: expect.stringContaining('has the actor PingActor injected') as string,
      remedy: expect.stringContaining('@InjectActor(PingActor)') as string,
    });
  });

  it('is found in a module that is loaded later: whoever loads it is told', async () => {
    expect(summaryOf(await lazyInjectionFindings())).toEqual(['ACTOR_INJECTED ByClass']);
  });
});
