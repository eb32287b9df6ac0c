import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's. Elsewhere, say where it is. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const sampleApp = fileURLToPath(new URL('../../sample-app/dist/main.js', import.meta.url));

/** The built sample app, as `npm start` starts it. Resolves once it says where it is. */
async function startShop(): Promise<{ readonly shop: ChildProcess; readonly url: string }> {
  const shop = spawn(process.execPath, [sampleApp], {
    env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: shop.stdout })) {
    const [url] = /http:\/\/localhost:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    shop.stdout.resume();
    return { shop, url };
  }
  throw new Error('the sample app ended before it said where it is');
}

describe('The page of the sample app, in Chromium', () => {
  let shop: ChildProcess;
  let url: string;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    ({ shop, url } = await startShop());
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGUMENTS });
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    await page.goto(url);
    await page.locator('#line[data-state="live"]').waitFor();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    shop?.kill();
    if (shop !== undefined && shop.exitCode === null && shop.signalCode === null) await once(shop, 'exit');
  });

  it('shows an order of somebody else from placed to shipped, as it happens', async () => {
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ orderId: 'o-1', sku: 'beans', quantity: 2, card: 'visa-4242' }),
    });
    expect(response.status).toBe(202);
    const steps = page.locator('#o-1 .steps li');
    await steps.nth(2).waitFor();
    // A step that was heard has the time of its event; one that was looked up has none.
    expect(await steps.allTextContents()).toEqual([
      expect.stringMatching(/^placed\d\d:/),
      expect.stringMatching(/^confirmed\d\d:/),
      expect.stringMatching(/^shipped: .*\d\d:/),
    ]);
  });

  it('places an order, and shows it confirmed', async () => {
    await page.selectOption('select[name=sku]', 'mug');
    await page.fill('input[name=quantity]', '3');
    await page.fill('input[name=orderId]', 'o-6'); // for whom the gateway answers at once, and the carrier comes
    await page.click('button');
    await page.getByText('202: accepted, not done').waitFor();
    await page.locator('#o-6', { hasText: '3 × mug' }).locator('[data-step=confirmed] small').waitFor();
  });

  it('shows that a card was declined', async () => {
    await page.selectOption('select[name=card]', 'declined-1');
    await page.selectOption('select[name=sku]', 'kettle');
    await page.fill('input[name=orderId]', 'o-2');
    await page.click('button');
    await page.locator('#o-2').getByText('rejected: card-declined').waitFor();
    if (process.env['SCREENSHOT'] !== undefined) await page.screenshot({ path: process.env['SCREENSHOT'] });
  });

  it('knows the orders from before, when it is opened anew', async () => {
    const late = await browser.newPage();
    await late.goto(url);
    await late.locator('#o-1 [data-step=shipped]').waitFor();
    await late.close();
  });

  it('has nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
