// An order is placed with a POST, which says no more than 202. What becomes of it is heard from the event stream.

/** What each event says of an order. */
const STEPS = {
  OrderPlaced: ({ sku, quantity, amountCents }) => ({ step: 'placed', sku, quantity, amountCents }),
  OrderConfirmed: () => ({ step: 'confirmed' }),
  OrderShipped: ({ parcel }) => ({ step: 'shipped', detail: parcel }),
  OrderRejected: ({ reason }) => ({ step: 'rejected', detail: reason }),
  OrderCancelled: ({ reason }) => ({ step: 'cancelled', detail: reason }),
};

const line = document.querySelector('#line');
const answer = document.querySelector('#answer');
const form = document.querySelector('#order');
const orders = document.querySelector('#orders');

suggestId();

const events = new EventSource('events');
events.addEventListener('open', () => {
  setLine('live');
  void lookUp(); // what was published before this page listened
});
events.addEventListener('error', () => setLine('connecting'));
events.addEventListener('reset', () => void lookUp()); // some events are gone for good
for (const [type, read] of Object.entries(STEPS)) {
  events.addEventListener(type, ({ data }) => {
    const event = JSON.parse(data);
    show(event.subject, { ...read(event.data), at: new Date(event.time) });
  });
}

form.addEventListener('submit', (submitted) => {
  submitted.preventDefault();
  void placeOrder();
});

async function placeOrder() {
  const { orderId, sku, quantity, card } = Object.fromEntries(new FormData(form));
  answer.textContent = '';
  try {
    const response = await fetch('messages/orders.place-order', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': orderId },
      body: JSON.stringify({ orderId, sku, quantity: Number(quantity), card }),
    });
    const word = response.status === 202 ? 'accepted, not done' : (await response.json()).detail;
    answer.textContent = `${response.status}: ${word}`;
    if (response.status === 202) suggestId();
  } catch {
    answer.textContent = 'The shop does not answer. Try again.';
  }
}

/** The client names an order, so that it can be sent again and is still the same one. */
function suggestId() {
  form.elements.orderId.value = `web-${Math.random().toString(36).slice(2, 8)}`;
}

function setLine(state) {
  line.dataset.state = state;
  line.textContent = state;
}

/** Reads the view that the same events feed. It knows where an order is, not the way that it came. */
async function lookUp() {
  const response = await fetch('orders');
  for (const { orderId, status, reason, parcel, ...order } of await response.json()) {
    show(orderId, { ...order, step: 'placed' });
    if (status !== 'placed') show(orderId, { step: status, detail: reason ?? parcel });
  }
}

/** Adds a step to an order's card, once: an event may come again, and the view knows it too. */
function show(orderId, { step, detail, at, sku, quantity, amountCents }) {
  const card = document.getElementById(orderId) ?? addCard(orderId);
  if (sku !== undefined) {
    card.querySelector('.what').textContent = `${quantity} × ${sku}, ${(amountCents / 100).toFixed(2)}`;
  }
  if (card.querySelector(`[data-step="${step}"]`) !== null) return;
  const item = document.createElement('li');
  item.dataset.step = step;
  item.textContent = detail === undefined ? step : `${step}: ${detail}`;
  if (at !== undefined) {
    const time = document.createElement('small');
    time.textContent = at.toISOString().slice(11, 23);
    item.append(time);
  }
  card.querySelector('.steps').append(item);
}

function addCard(orderId) {
  document.querySelector('#empty').hidden = true;
  const card = document.querySelector('#card').content.cloneNode(true).firstElementChild;
  card.id = orderId;
  card.querySelector('h2').textContent = orderId;
  orders.prepend(card);
  return card;
}
