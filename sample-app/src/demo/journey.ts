import { Injectable } from '@nestjs/common';
import { Milestone } from './milestone.js';

/** How far the orders have come, all in all. */
@Injectable()
export class Journey {
  readonly placed = new Milestone();
  readonly ended = new Milestone();
}
