import type { CanActivate } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator } from '@nestjs/core';
import type { FoundActor } from '../exploration.js';
import type { NestModule } from '../nest-container.js';

type Container = Parameters<typeof ExternalContextCreator.fromContainer>[0];

/**
 * The first of all guards: none of those that follow can put another message, or another attempt's context, in the place of the one that
 * it was asked about. Nest hands on to the handler whatever stands there when the guards are done.
 */
const FIXED_ARGUMENTS: CanActivate = {
  canActivate(execution) {
    Object.freeze(execution.getArgs());
    return true;
  },
};

/**
 * Makes Nest's own builder of enhanced calls for one actor, which knows the actor's module and nothing else: no global guard, pipe,
 * interceptor or filter. What is bound to all routes of an application says nothing about messages.
 *
 * The module is found whatever token the actor is provided under. Nest looks for the class; where it does not find it, it leaves out
 * every guard that is bound as a class, without a word.
 */
export function localContextCreator({ wrapper }: FoundActor): ExternalContextCreator {
  const home = Object.create(wrapper.host as NestModule, {
    hasProvider: { value: () => true },
  }) as NestModule;
  const applicationConfig = new ApplicationConfig();
  applicationConfig.useGlobalGuards(FIXED_ARGUMENTS);
  const container = {
    applicationConfig,
    getModules: () => new Map([['home', home]]),
  };
  return ExternalContextCreator.fromContainer(container as unknown as Container);
}
