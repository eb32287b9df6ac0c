import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Logger } from '@nestjs/common';
import { serve } from './serve.js';

describe('serve', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('opens the shop at the port, and says where', async () => {
    const { app, url } = await serve(0);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await app.close();
  });

  it('says that a port is in use, and what to do', async () => {
    const taken = createServer().listen(0); // not a second shop: metrics belong to the process, so one application has them
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(serve(port)).rejects.toThrow(`port ${port} is in use; stop what listens there, or choose`);
    taken.close();
  });
});
