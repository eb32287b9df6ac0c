import { Test } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import * as after from './after.js';
import * as before from './before.js';

describe('Coming from @nestjs/event-emitter', () => {
  it('loses what two listeners add at once', async () => {
    const module = await Test.createTestingModule({ imports: [before.MetersModule] }).compile();
    await module.init();
    const totals = module.get(before.Totals);
    const saved = new Promise<void>((resolve) => {
      const save = totals.save.bind(totals);
      let count = 0;
      totals.save = async (meter, total) => {
        await save(meter, total);
        count += 1;
        if (count === 2) resolve();
      };
    });
    for (let time = 1; time <= 2; time += 1) module.get(before.Meters).read('cellar', 5);
    await saved;
    expect(await totals.of('cellar')).toBe(5);
    await module.close();
  });

  it('adds one after the other', async () => {
    const kit = await MailboxTestKit.create({ imports: [after.MetersModule] });
    for (let time = 1; time <= 2; time += 1) kit.get(after.Meters).read('cellar', 5);
    await kit.settle();
    expect(await kit.get(before.Totals).of('cellar')).toBe(10);
    await kit.close();
  });
});
