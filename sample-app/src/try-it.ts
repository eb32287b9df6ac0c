/** What to type into a second terminal. The lines work as they stand, in this order. */
export function tryIt(url: string): string {
  const get = (path: string): string => `  curl ${url}${path}; echo`;
  const post = (order: object, path = '/orders'): string =>
    `  curl -i ${url}${path} -H 'content-type: application/json' -d '${JSON.stringify(order)}'; echo`;

  return [
    '',
    `The shop is open at ${url}; a browser shows orders as they go. In another terminal:`,
    '',
    '  # an order: 202, accepted, not done; then what became of it',
    post({ orderId: 'o-1', sku: 'beans', quantity: 2, card: 'visa-4242' }),
    get('/orders/o-1'),
    '',
    '  # the card is declined: the stock goes back',
    post({ orderId: 'o-2', sku: 'kettle', quantity: 1, card: 'declined-1' }),
    get('/orders/o-2'),
    get('/stock/kettle'),
    '',
    '  # more than there is: rejected',
    post({ orderId: 'o-3', sku: 'grinder', quantity: 4, card: 'visa-4242' }),
    get('/orders/o-3'),
    '',
    '  # the gateway does not answer at first (see the log): placed, and shipped if you ask again',
    post({ orderId: 'o-8', sku: 'mug', quantity: 1, card: 'visa-4242' }),
    get('/orders/o-8'),
    '',
    '  # the carrier does not come: confirmed, and cancelled and refunded if you ask again after ten seconds',
    post({ orderId: 'o-4', sku: 'mug', quantity: 1, card: 'visa-4242' }),
    get('/orders/o-4'),
    '',
    '  # the same message without a controller of the shop: the ingress takes what the catalog shows',
    post({ orderId: 'o-6', sku: 'beans', quantity: 1, card: 'visa-4242' }, '/messages/orders.place-order'),
    get('/messages/catalog'),
    '',
    '  # not an order at all: 400, with the issues',
    post({ orderId: 'o-5', sku: 'mug', quantity: 0 }),
    '',
    get('/orders'),
    get('/stock'),
    get('/health'),
    '',
    'Ctrl+C handles what is queued, then stops.',
    '',
  ].join('\n');
}
