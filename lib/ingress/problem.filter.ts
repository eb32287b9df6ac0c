import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Problem } from './problem.js';

/** Answers with problem details. What guards and interceptors of the application throw is left to the application. */
@Catch(Problem)
export class ProblemFilter implements ExceptionFilter<Problem> {
  constructor(@Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost) {}

  catch(problem: Problem, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapterHost;
    const response: unknown = host.switchToHttp().getResponse();
    for (const [name, value] of Object.entries(problem.headers)) httpAdapter.setHeader(response, name, value);
    httpAdapter.setHeader(response, 'Content-Type', 'application/problem+json');
    httpAdapter.setHeader(response, 'Cache-Control', 'no-store');
    // As text: Nest 11 would make an object that it sends `application/json`.
    httpAdapter.reply(response, JSON.stringify(problem), problem.status);
  }
}
