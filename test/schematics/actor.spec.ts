import { actor } from '../../lib/schematics/actor.schematic.js';
import { moduleSource, packageFile, VirtualProject } from './virtual-project.js';

const esm = packageFile({ type: 'module' });
const ordersModule = moduleSource('OrdersModule', '{}');

describe('nest generate actor', () => {
  it('writes an actor, its messages and its test, and lists it in its module', async () => {
    const project = new VirtualProject({
      '/package.json': esm,
      '/src/app.module.ts': moduleSource('AppModule', '{ imports: [] }'),
      '/src/orders/orders.module.ts': ordersModule,
    });
    await project.run(actor({ name: 'orders/order', key: 'orderId' }));
    expect(project.read('/src/orders/order.actor.ts'))
      .toBe(`import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { OrderStarted, StartOrder } from './messages.js';

@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
export class OrderActor {
  #isStarted = false;

  @Handle(StartOrder)
  start(message: StartOrder, context: ActorContext): void {
    if (this.#isStarted) return; // it came twice; the first one counts
    this.#isStarted = true;
    context.publish(new OrderStarted(message.orderId));
  }
}
`);
    expect(project.read('/src/orders/messages.ts')).toBe(`export class StartOrder {
  constructor(readonly orderId: string) {}
}

export class OrderStarted {
  constructor(readonly orderId: string) {}
}
`);
    expect(project.read('/src/orders/orders.module.ts')).toBe(`import { Module } from '@nestjs/common';
import { OrderActor } from './order.actor.js';

@Module({ providers: [OrderActor] })
export class OrdersModule {}
`);
    expect(project.read('/src/orders/order.actor.spec.ts')).toContain("new StartOrder('order-1')");
    expect(project.read('/src/app.module.ts')).toBe(moduleSource('AppModule', '{ imports: [] }'));
    expect(project.said).toEqual([]);
  });

  it('writes a singleton where no key is given', async () => {
    const project = new VirtualProject({ '/package.json': esm });
    await project.run(actor({ name: 'mailer', key: ' ' }));
    expect(project.read('/src/mailer.actor.ts')).toContain('@Actor()\nexport class MailerActor {');
    expect(project.read('/src/messages.ts')).toBe(
      'export class StartMailer {}\n\nexport class MailerStarted {}\n',
    );
  });

  it('names files as the project does', async () => {
    const endings = async (files: Record<string, string>): Promise<string> => {
      const project = new VirtualProject(files);
      await project.run(actor({ name: 'orders/order' }));
      return /'\.\/messages(.*)'/.exec(project.read('/src/orders/order.actor.ts'))?.[1] ?? 'none';
    };
    const importing = (path: string): string =>
      moduleSource('AppModule', '{}', `import { A } from '${path}';\n`);
    expect(await endings({ '/package.json': esm })).toBe('.js');
    expect(await endings({ '/package.json': packageFile() })).toBe('');
    expect(await endings({ '/package.json': packageFile(), '/src/app.module.ts': importing('./a.js') })).toBe(
      '.js',
    );
    expect(await endings({ '/package.json': esm, '/src/app.module.ts': importing('./a') })).toBe('');
  });

  it.each([
    ['order', 'order.actor.ts', 'OrderActor'],
    ['OrderItem', 'order-item.actor.ts', 'OrderItemActor'],
    ['order item', 'order-item.actor.ts', 'OrderItemActor'],
    ['order_item', 'order-item.actor.ts', 'OrderItemActor'],
    ['HTTPGateway', 'http-gateway.actor.ts', 'HttpGatewayActor'],
    ['order-actor', 'order.actor.ts', 'OrderActor'],
    ['OrderActor', 'order.actor.ts', 'OrderActor'],
    ['order.actor.ts', 'order.actor.ts', 'OrderActor'],
    ['factor', 'factor.actor.ts', 'FactorActor'],
    ['sales\\orders\\order', 'sales/orders/order.actor.ts', 'OrderActor'],
    ['/orders/order', 'orders/order.actor.ts', 'OrderActor'],
  ])('reads the name %s', async (name, file, className) => {
    const project = new VirtualProject({ '/package.json': esm });
    await project.run(actor({ name, spec: false }));
    expect(project.read(`/src/${file}`)).toContain(`export class ${className} {`);
  });

  it.each(['', '2fa', 'orders/or*der', 'order@home', '../order', 'a/../../order'])(
    'refuses the name "%s"',
    async (name) => {
      const project = new VirtualProject({ '/package.json': esm });
      await expect(project.run(actor({ name }))).rejects.toThrow(/can't name a class|lies outside/);
    },
  );

  it.each(['order id', 'order-id', '1', "a'b", 'package', 'case', 'constructor', 'arguments'])(
    'refuses the key "%s"',
    async (key) => {
      const project = new VirtualProject({ '/package.json': esm });
      await expect(project.run(actor({ name: 'order', key }))).rejects.toThrow("can't be a key");
    },
  );

  it('writes over nothing', async () => {
    const project = new VirtualProject({
      '/package.json': esm,
      '/src/app.module.ts': moduleSource('AppModule', '{}'),
    });
    await project.run(actor({ name: 'order' }));
    const before = project.files;
    await expect(project.run(actor({ name: 'order' }))).rejects.toThrow('src/order.actor.ts exists already');
    await expect(project.run(actor({ name: 'order', key: 'orderId' }))).rejects.toThrow('exists already');
    expect(project.files).toEqual(before);
  });

  it('takes messages that are there, unless they are others', async () => {
    const messages = '// Of orders.\nexport class StartOrder { }\n';
    const project = new VirtualProject({ '/package.json': esm, '/src/messages.ts': messages });
    await project.run(actor({ name: 'order' }));
    expect(project.read('/src/messages.ts')).toBe(`${messages}\nexport class OrderStarted {}\n`);

    const other = new VirtualProject({ '/package.json': esm, '/src/messages.ts': messages });
    await expect(other.run(actor({ name: 'order', key: 'orderId' }))).rejects.toThrow(
      'src/messages.ts has another StartOrder',
    );
    expect(other.read('/src/messages.ts')).toBe(messages);
  });

  it('leaves out what it is told to', async () => {
    const files = { '/package.json': esm, '/src/app.module.ts': moduleSource('AppModule', '{}') };
    const project = new VirtualProject(files);
    await project.run(actor({ name: 'order', spec: false, skipImport: true }));
    expect(Object.keys(project.files).toSorted()).toEqual([
      ...Object.keys(files),
      '/src/messages.ts',
      '/src/order.actor.ts',
    ]);
    expect(project.read('/src/app.module.ts')).toBe(files['/src/app.module.ts']);
  });

  it('calls the test as the project calls its tests', async () => {
    const project = new VirtualProject({ '/package.json': esm });
    await project.run(actor({ name: 'order', specFileSuffix: 'test' }));
    expect(project.has('/src/order.actor.test.ts')).toBe(true);
  });

  it('goes by the source root, and by the folder that somebody stands in', async () => {
    const workspace = new VirtualProject({
      '/package.json': esm,
      '/apps/shop/src/app.module.ts': moduleSource('AppModule', '{}'),
    });
    await workspace.run(actor({ name: 'order', path: 'orders', sourceRoot: 'apps/shop/src' }));
    expect(workspace.has('/apps/shop/src/orders/order.actor.ts')).toBe(true);
    expect(workspace.read('/apps/shop/src/app.module.ts')).toContain("from './orders/order.actor.js'");

    const inside = new VirtualProject({ '/orders.module.ts': ordersModule });
    await inside.run(actor({ name: 'order' }));
    expect(inside.read('/orders.module.ts')).toContain('providers: [OrderActor]');
  });

  it.each([
    [{}, 'no module was found'],
    [
      { '/src/a.module.ts': '', '/src/b.module.ts': '' },
      'several modules, src/a.module.ts and src/b.module.ts',
    ],
    [
      { '/src/app.module.ts': 'export class AppModule {}\n' },
      'src/app.module.ts has no class with @Module()',
    ],
    [{ '/src/app.module.ts': moduleSource('AppModule', 'metadata') }, 'has no object literal'],
    [
      { '/src/app.module.ts': moduleSource('AppModule', '{ providers }') },
      'the providers are no array literal',
    ],
    [{ '/src/app.module.ts': moduleSource('AppModule', '{ ...shared }') }, 'may be among what is spread'],
    [
      { '/src/app.module.ts': `${moduleSource('A', '{}')}\n@Module({})\nexport class B {}\n` },
      'has several classes with @Module()',
    ],
    [
      { '/src/app.module.ts': moduleSource('A', '{}', `import { OrderActor } from './other.js';\n`) },
      "has another OrderActor, from './other.js'",
    ],
  ])('says so when it finds no place in a module (%#)', async (files, why) => {
    const project = new VirtualProject({ '/package.json': esm, ...files });
    await project.run(actor({ name: 'order' }));
    expect(project.said).toEqual([expect.stringContaining(why)]);
    expect(project.said[0]).toMatch(/^warn: .*\. Add OrderActor to the providers of its module yourself\.$/);
    expect(project.files).toMatchObject(files);
    expect(project.has('/src/order.actor.ts')).toBe(true);
  });

  it.each([
    ['{ providers: [] }', '{ providers: [OrderActor] }'],
    ["{ 'providers': [A] }", "{ 'providers': [A, OrderActor] }"],
    ['{ providers: [A, B,] }', '{ providers: [A, B, OrderActor,] }'],
    ['{ providers: [\n  A, // the first\n] }', '{ providers: [\n  A, // the first\n  OrderActor,\n] }'],
    ['{ providers: [\n  A // the first\n] }', '{ providers: [\n  A, // the first\n  OrderActor\n] }'],
    [
      '{\r\n  providers: [\r\n    A,\r\n  ],\r\n}',
      '{\r\n  providers: [\r\n    A,\r\n    OrderActor,\r\n  ],\r\n}',
    ],
    ['{\n\timports: [A],\n}', '{\n\timports: [A],\n\tproviders: [OrderActor],\n}'],
    ['{ providers: [...ALL] }', '{ providers: [...ALL, OrderActor] }'],
    [
      '{ providers: [{ provide: OrderActor, useClass: Mine }] }',
      '{ providers: [{ provide: OrderActor, useClass: Mine }] }',
    ],
  ])('writes in a module as its author does: %j', async (before, after) => {
    // No blank line in front of a class is a way of writing that no formatter has: it is left alone.
    const source = (metadata: string): string => `@Module(${metadata}) export class AppModule{}\n`;
    const project = new VirtualProject({ '/package.json': esm, '/src/app.module.ts': source(before) });
    await project.run(actor({ name: 'order' }));
    expect(project.read('/src/app.module.ts')).toContain(source(after));
  });
});
