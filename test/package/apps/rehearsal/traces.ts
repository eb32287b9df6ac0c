// Prints everything that a seed decides: traces, what a rehearsal finds, a report. Two versions of Node must print the same.
import {
  MailboxTestKit,
  randomScheduler,
  RehearsalError,
  rehearsalReport,
  rehearse,
} from 'nestjs-mailbox/testing';
import { OrderActor, Orders, PlaceOrder, ReserveStock, StockActor, StockReserved } from './orders.js';
import { plan } from './orders.plan.js';

/** Orders of turns that are traced. */
const SEEDS = 10;

async function print(): Promise<void> {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const kit = await MailboxTestKit.create({
      providers: [OrderActor, StockActor, Orders],
      scheduler: randomScheduler(seed),
    });
    kit.faults.on(ReserveStock).duplicate({ times: 1, comes: seed % 2 === 0 ? 'at-once' : 'at-rest' });
    kit.faults.on(StockReserved).delay({ ms: seed * 10, times: 2 });
    kit.faults.on(StockReserved).crash({ times: 1 });
    for (const orderId of ['o-1', 'o-2', 'o-3', 'o-4']) kit.tell(new PlaceOrder(orderId));
    await kit.advance(60_000);
    console.log(String(kit.trace({ times: true })));
    await kit.close();

    const faults = { drop: 0.05, duplicate: 0.05, delay: 0.1, reorder: 0.1, fail: 0.05, crash: 0.03 };
    const found: unknown = await rehearse(plan, { runs: 10, seed, faults }).catch((error: unknown) => error);
    console.log(found instanceof RehearsalError ? found.message : JSON.stringify(found));
  }
  const report = await rehearsalReport(plan, { seed: 42 });
  console.log(JSON.stringify(report), report.toMarkdown());
}

print().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
