import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MailboxModule } from 'nestjs-mailbox';

@Module({ imports: [MailboxModule] })
class AppModule {}

describe('MailboxModule', () => {
  it('says that forRoot() is missing when it is imported as it stands', async () => {
    const compiled = Test.createTestingModule({ imports: [AppModule] }).compile();
    await expect(compiled).rejects.toThrow(/import MailboxModule\.forRoot\(\)/);
  });
});
