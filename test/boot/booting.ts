import { NestFactory } from '@nestjs/core';
import { MailboxBootError } from 'nestjs-mailbox';

/** What keeps an HTTP application from starting, warnings included; empty where it comes up. Anything else is thrown. */
export async function bootFindingsOf(module: new () => object): Promise<MailboxBootError['findings']> {
  const app = await NestFactory.create(module, { logger: false });
  try {
    await app.init();
    return [];
  } catch (error) {
    if (error instanceof MailboxBootError) return error.findings;
    throw error;
  } finally {
    await app.close().catch(() => {}); // Nest 11 answers with the error of init() once more
  }
}
