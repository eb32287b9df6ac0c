import { InvalidMessageError, type MessageClass } from 'nestjs-mailbox';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/validation.md');

afterAll(() => snippets.remove());

const from = (messageClass: unknown, data: unknown): object =>
  (messageClass as MessageClass & { from(data: unknown): object }).from(data);

describe('docs/validation.md', () => {
  it('has schemas of three libraries', async () => {
    const { PlaceOrder, CancelOrder, HoldOrder, ShipOrder } = await snippets.load('validation/messages.ts');
    const good = { orderId: 'o-1', quantity: 1 };
    for (const messageClass of [PlaceOrder, CancelOrder, HoldOrder]) {
      expect(from(messageClass, good)).toMatchObject({ orderId: 'o-1' });
      expect(() => from(messageClass, { orderId: 1 })).toThrow(InvalidMessageError);
    }
    expect(new ShipOrder('o-1')).toEqual({ orderId: 'o-1' });
  });

  it('has a schema of a DTO', async () => {
    const { PlaceOrderOfDto } = await snippets.load('validation/dto-messages.ts');
    const line = { sku: 'book', quantity: 1 };
    expect({ ...from(PlaceOrderOfDto, { orderId: 'o-1', lines: [line] }) }).toEqual({
      orderId: 'o-1',
      lines: [line],
    });
    expect(() => from(PlaceOrderOfDto, { orderId: 'o-1', lines: [{ ...line, quantity: 0 }] })).toThrow(
      'lines.0.quantity: quantity must be a positive number',
    );
  });
});
