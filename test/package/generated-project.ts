import { join } from 'node:path';

import type { ScratchApp } from './scratch-app.js';

/** What a demanding project asks of its compiler, of tests too. */
const strict = {
  extends: './tsconfig.json',
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    rootDir: './src',
    incremental: false,
  },
  include: ['src'],
};

const boot = `
  const { NestFactory } = await import('@nestjs/core');
  const { AppModule } = await import('./dist/app.module.js');
  const app = await NestFactory.createApplicationContext(AppModule);
  await app.close();
`;

/** A project that the Nest CLI makes new inside the scratch app, where it finds its packages, with all that our schematics add. */
export class GeneratedProject {
  constructor(private readonly app: ScratchApp) {}

  /** Runs a binary of the scratch app in the project. */
  bin(name: string, ...args: string[]): Promise<string> {
    return this.app.run(
      join(this.app.folder, 'node_modules/.bin', name),
      args,
      join(this.app.folder, 'generated'),
    );
  }

  async generate(): Promise<void> {
    const options = ['--skip-install', '--skip-git', '--package-manager', 'npm'];
    await this.app.bin('nest', 'new', 'generated', ...options);
    await this.bin('nest', 'add', 'nestjs-mailbox', '--skip-install');
    await this.bin('nest', 'g', '-c', 'nestjs-mailbox', 'actor', 'mails/mailer');
    await this.bin('nest', 'g', '-c', 'nestjs-mailbox', 'message', 'Mails/Tidy up');
    await this.bin('schematics', 'nestjs-mailbox:actor', 'orders/OrderItem', '--key=itemId');
    await this.bin('schematics', 'nestjs-mailbox:message', 'orders/place-order', '--key=orderId', '--schema');
  }

  /** @returns What it says when it is done once more. */
  addAgain(): Promise<string> {
    return this.bin('nest', 'add', 'nestjs-mailbox', '--skip-install');
  }

  /** Compiles it, tests included, and starts what has been compiled. */
  async boot(): Promise<string> {
    this.app.write('generated/tsconfig.strict.json', JSON.stringify(strict));
    await this.bin('tsc', '-p', 'tsconfig.strict.json');
    return this.app.run('node', ['--input-type=module', '--eval', boot], join(this.app.folder, 'generated'));
  }
}
