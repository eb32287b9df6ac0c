import { message } from '../../lib/schematics/message.schematic.js';
import { packageFile, VirtualProject } from './virtual-project.js';

const withZod = packageFile({ dependencies: { zod: '^4.0.0' } });

describe('nest generate message', () => {
  it('writes a plain class, with a key or without', async () => {
    const project = new VirtualProject({ '/package.json': withZod });
    await project.run(message({ name: 'orders/place-order', key: 'orderId' }));
    await project.run(message({ name: 'orders/TidyUp' }));
    expect(project.read('/src/orders/messages.ts')).toBe(`export class PlaceOrder {
  constructor(readonly orderId: string) {}
}

export class TidyUp {}
`);
  });

  it('writes a class with a schema, whose type has the folder in front', async () => {
    const project = new VirtualProject({ '/package.json': withZod });
    await project.run(message({ name: 'sales/orders/place-order', key: 'orderId', schema: true }));
    expect(project.read('/src/sales/orders/messages.ts'))
      .toBe(`import { defineMessage } from 'nestjs-mailbox';
import { z } from 'zod';

export class PlaceOrder extends defineMessage('orders.place-order', z.object({ orderId: z.string() })) {}
`);
    await project.run(message({ name: 'tidy-up', schema: true }));
    expect(project.read('/src/messages.ts')).toContain("defineMessage('tidy-up', z.object({}))");
    expect(project.said).toEqual([]);
  });

  it('adds to the messages that are there, and leaves them as they are', async () => {
    const messages = `// What orders are told.\r\n\r\nexport class A  {}`;
    const project = new VirtualProject({ '/package.json': withZod, '/src/messages.ts': messages });
    await project.run(message({ name: 'b' }));
    expect(project.read('/src/messages.ts')).toBe(`${messages}\r\n\r\nexport class B {}\r\n`);
    await project.run(message({ name: 'c', schema: true }));
    expect(project.read('/src/messages.ts')).toMatch(
      /^import { defineMessage } from 'nestjs-mailbox';\r\nimport { z } from 'zod';\r\n\r\n\/\/ What orders/,
    );
  });

  it('imports beside what is imported', async () => {
    const messages = `import { MessageType } from "nestjs-mailbox";\nimport type { z } from "zod/mini"; // types\n\nexport class A{}\n`;
    const project = new VirtualProject({
      '/package.json': withZod,
      '/src/messages.ts': messages.replace('z }', 'x }'),
    });
    await project.run(message({ name: 'c', schema: true }));
    expect(project.read('/src/messages.ts')).toMatch(
      /^import { MessageType, defineMessage } from "nestjs-mailbox";\nimport type { x } from "zod\/mini"; \/\/ types\nimport { z } from "zod";\n\n/,
    );
  });

  it('writes a class once, and never over another', async () => {
    const project = new VirtualProject({ '/package.json': withZod });
    await project.run(message({ name: 'orders/place-order' }));
    const before = project.files;
    await project.run(message({ name: 'orders/PlaceOrder' }));
    expect(project.said).toEqual(['info: src/orders/messages.ts has PlaceOrder already']);
    await expect(project.run(message({ name: 'orders/place-order', key: 'orderId' }))).rejects.toThrow(
      'src/orders/messages.ts has another PlaceOrder; rename it, or choose another name',
    );
    expect(project.files).toEqual(before);
  });

  it('says that a schema needs zod', async () => {
    const project = new VirtualProject({ '/package.json': packageFile() });
    await project.run(message({ name: 'place-order', schema: true }));
    expect(project.said).toEqual([expect.stringContaining('npm install zod')]);
  });
});
