import { bad, good } from './rule-case.js';

const file = (code: string): string => `
import { Controller, Get, Injectable, Next, Param, Res } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
${code}`;

/** Requests that stand open until a handler ends them. */
export const connections = [
  bad(
    'responses that a service keeps by id, and a handler ends',
    file(`
@Injectable()
class Responses {
  readonly #open = new Map();
  keep(id, response) { this.#open.set(id, response); } // ! open
  answer(id, body) { this.#open.get(id)?.status(200).json(body); }
}
@Controller()
class C {
  constructor(private readonly responses: Responses, private readonly mailbox: MailboxRuntime) {}
  @Get(':id') get(@Param('id') id, @Res() response) {
    this.responses.keep(id, response);
    this.mailbox.tell(new Open(id));
  }
}
@Actor()
class A {
  constructor(private readonly responses: Responses) {}
  @Handle(Open) open({ id }) { this.responses.answer(id, { gold: 1 }); }
}`),
  ),
  bad(
    'a response in a map or a record of the module, and `next` of a middleware',
    file(`
const open = new Map();
const byId = {};
const doors = new Map();
class C {
  @Get(':id') get(@Param('id') id, @Res() response) { open.set(id, response); } // ! open
  @Get(':id') other(@Param('id') id, @Res() response, @Next() next) { byId[id] = response; } // ! open
}
class DoorMiddleware { use(request, _response, next) { doors.set(request.id, next); } } // ! open
@Actor()
class A {
  @Handle(Open) open({ id }) {
    open.get(id)?.end('x');
    const response = byId[id];
    response.sendStatus(204);
    doors.get(id)?.();
  }
}`),
  ),
  good(
    'a stream to clients that is written to and closed, what a route ends itself, and parts of a response',
    file(`
class Clients {
  readonly #open = new Map();
  keep(id, response) { this.#open.set(id, response); response.on('close', () => this.#open.delete(id)); }
  push(id, event) { this.#open.get(id)?.write(event); }
  close(id) { this.#open.get(id)?.end(); }
}
const users = new Map();
const waiting = new Map();
class C {
  constructor(private readonly clients: Clients) {}
  @Get('events') events(@Param('id') id, @Res() response) {
    this.clients.keep(id, response);
    users.set(id, response.locals.user);
    this.mailbox.tell(new Opened(id));
  }
  @Get('slow') slow(@Param('id') id, @Res() response) { waiting.set(id, response); }
  @Get('go') go(@Param('id') id) { waiting.get(id)?.json({}); }
}
class LogMiddleware { use(request, response, next) { this.log.add(request); next(); } }
@Actor()
class A {
  constructor(private readonly clients: Clients) {}
  @Handle(Placed) placed({ id }) { this.clients.push(id, 'x'); users.get(id)?.send('x'); }
  @Handle(Closed) closed({ id }) { this.clients.close(id); }
}`),
  ),
];
