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
    const { app, url } = await serve(0);
    const { port } = new URL(url);
    await expect(serve(Number(port))).rejects.toThrow(
      `port ${port} is in use; stop what listens there, or choose`,
    );
    await app.close();
  });
});
