import 'nestjs-mailbox';
