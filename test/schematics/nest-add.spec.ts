import { nestAdd } from '../../lib/schematics/nest-add.schematic.js';
import { moduleSource, packageFile, VirtualProject } from './virtual-project.js';

const module = moduleSource('AppModule', '{ imports: [] }');
const main = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
void bootstrap();
`;
const fresh = { '/package.json': packageFile(), '/src/app.module.ts': module, '/src/main.ts': main };
const hooks = 'app.enableShutdownHooks(); // SIGTERM empties the mailboxes before the process ends';

async function add(files: Readonly<Record<string, string>>): Promise<VirtualProject> {
  const project = new VirtualProject(files);
  await project.run(nestAdd({ sourceRoot: 'src' }));
  return project;
}

describe('nest add nestjs-mailbox', () => {
  it('adds the dependency, the module and the shutdown hooks', async () => {
    const project = await add(fresh);
    expect(JSON.parse(project.read('/package.json'))).toEqual({
      name: 'shop',
      dependencies: { 'nestjs-mailbox': expect.stringMatching(/^\^\d+\.\d+\.\d+/) },
    });
    expect(project.read('/src/app.module.ts')).toBe(`import { Module } from '@nestjs/common';
import { MailboxModule } from 'nestjs-mailbox';

@Module({ imports: [MailboxModule.forRoot()] })
export class AppModule {}
`);
    expect(project.read('/src/main.ts')).toBe(main.replace('(AppModule);\n', `(AppModule);\n  ${hooks}\n`));
    expect(project.said).toEqual(['info: package.json has nestjs-mailbox now; npm install brings it']);
  });

  it('changes nothing the second time, and says what is there', async () => {
    const project = await add(fresh);
    const before = project.files;
    await project.run(nestAdd({ sourceRoot: 'src' }));
    expect(project.files).toEqual(before);
    expect(project.said.slice(1)).toEqual([
      'info: src/app.module.ts has MailboxModule.forRoot() already',
      'info: src/main.ts has app.enableShutdownHooks() already',
    ]);
  });

  it('leaves a package.json alone that has it, and keeps the order of one that has not', async () => {
    const linked = packageFile({ devDependencies: { 'nestjs-mailbox': 'file:..' } });
    expect((await add({ ...fresh, '/package.json': linked })).read('/package.json')).toBe(linked);
    const tabs = '{\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"z": "1"\n\t},\n\t"private": true\n}';
    const text = (await add({ ...fresh, '/package.json': tabs })).read('/package.json');
    expect(text).toMatch(
      /^\{\n\t"dependencies": \{\n\t\t"a": "1",\n\t\t"nestjs-mailbox": ".*",\n\t\t"z": "1"\n\t\},\n\t"private": true\n\}$/,
    );
  });

  it('takes what another file has: two modules of mailboxes do not boot', async () => {
    const core = moduleSource('CoreModule', '{ imports: [MailboxModule.forRootAsync({ useFactory })] }');
    const project = await add({
      ...fresh,
      '/src/core/core.module.ts': core,
      '/src/setup.ts': 'app\n  .enableShutdownHooks();\n',
    });
    expect(project.read('/src/app.module.ts')).toBe(module);
    expect(project.read('/src/main.ts')).toBe(main);
    expect(project.said.slice(1)).toEqual([
      'info: src/core/core.module.ts has MailboxModule.forRoot() already',
      'info: src/setup.ts has app.enableShutdownHooks() already',
    ]);
  });

  it('is not misled by comments, strings and tests', async () => {
    const talk =
      '// MailboxModule.forRoot() and app.enableShutdownHooks()\nexport const text = "MailboxModule.forRoot()";\n';
    const project = await add({
      ...fresh,
      '/src/talk.ts': talk,
      '/src/app.spec.ts': 'MailboxModule.forRoot();\napp.enableShutdownHooks();\n',
    });
    expect(project.read('/src/app.module.ts')).toContain('MailboxModule.forRoot()');
    expect(project.read('/src/main.ts')).toContain(hooks);
  });

  it('finds the root module by what is created, whatever it is called', async () => {
    const project = await add({
      '/package.json': packageFile({ type: 'module' }),
      '/src/shop.module.ts': `${moduleSource('OtherModule', '{}')}\n@Module({ imports: [OtherModule] })\nexport class ShopModule {}\n`,
      '/src/serve.ts': `import { ShopModule } from './shop.module.js';
export async function serve() {
  const server = (await NestFactory.create<App>(ShopModule.register(), { cors: true })) as App; // the shop
  return server;
}
`,
    });
    expect(project.read('/src/shop.module.ts')).toContain(
      '@Module({ imports: [OtherModule, MailboxModule.forRoot()] })',
    );
    expect(project.read('/src/serve.ts')).toContain(
      'as App; // the shop\n  server.enableShutdownHooks(); //',
    );
  });

  it('finds both in one file', async () => {
    const whole = `${module}\nconst app = await NestFactory.create(AppModule);\n`;
    const text = (await add({ '/package.json': packageFile(), '/src/main.ts': whole })).read('/src/main.ts');
    expect(text).toContain('[MailboxModule.forRoot()]');
    expect(text).toContain(`(AppModule);\n${hooks}\n`);
  });

  it.each([
    [
      { '/src/main.ts': 'void NestFactory.create(AppModule).then((app) => app.listen(3000));\n' },
      'src/main.ts does not await',
    ],
    [{ '/src/main.ts': 'export {};\n' }, 'no file of src was found to create the application'],
    [
      { '/src/main.ts': '', '/src/a.ts': main, '/src/b.ts': main },
      'no file of src was found to create the application',
    ],
  ])('says where the shutdown hooks belong when it finds no place (%#)', async (files, why) => {
    const project = await add({ ...fresh, ...files });
    expect(project.said.slice(1)).toEqual([expect.stringContaining(why)]);
    expect(project.said[1]).toMatch(
      /^warn: .*\. Add app\.enableShutdownHooks\(\) where the application is created yourself\.$/,
    );
    expect(project.files).toMatchObject(files);
    expect(project.read('/src/app.module.ts')).toContain('MailboxModule.forRoot()');
  });

  it.each([
    [
      { '/src/app.module.ts': moduleSource('AppModule', '{ imports: modules }') },
      'the imports are no array literal',
    ],
    [{ '/src/app.module.ts': moduleSource('AppModule', 'metadata()') }, '@Module() has no object literal'],
    [
      { '/src/app.module.ts': moduleSource('AppModule', '{}', `import { MailboxModule } from './mine';\n`) },
      'another MailboxModule',
    ],
  ])('says where the module belongs when it finds no place (%#)', async (files, why) => {
    const project = await add({ ...fresh, ...files });
    expect(project.said.slice(1)).toEqual([expect.stringContaining(why)]);
    expect(project.said[1]).toContain(
      'Add MailboxModule.forRoot() to the imports of the root module yourself.',
    );
    expect(project.files).toMatchObject(files);
    expect(project.read('/src/main.ts')).toContain(hooks);
  });

  it('finds the root module of an application that nobody awaits', async () => {
    const text = `import { NestFactory } from '@nestjs/core';\nimport { ShopModule } from './app.module';\nvoid NestFactory.create(ShopModule).then((app) => app.listen(3000));\n`;
    const module = moduleSource('ShopModule', '{}');
    const project = await add({
      '/package.json': packageFile(),
      '/src/main.ts': text,
      '/src/app.module.ts': module,
    });
    expect(project.read('/src/app.module.ts')).toContain('MailboxModule.forRoot()');
  });

  it('says so in a folder without an application', async () => {
    const project = await add({ '/package.json': packageFile() });
    expect(project.said.slice(1)).toEqual([
      expect.stringContaining('no root module was found in src'),
      expect.stringContaining('no file of src was found'),
    ]);
  });
});
