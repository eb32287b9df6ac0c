import { plainToInstance } from 'class-transformer';
import { type ValidationError, Validator, type ValidatorOptions } from 'class-validator';
import { ValidationExecutor } from 'class-validator/cjs/validation/ValidationExecutor.js';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Fields that the class does not name are left out, and a class without any decorator takes nothing. */
const DEFAULTS: ValidatorOptions = { whitelist: true, forbidUnknownValues: true };

/** Freezes what it has validated: nested objects are made here, of classes, and a message is frozen with its plain ones only. */
class DtoExecutor extends ValidationExecutor {
  override execute(object: object, schema: string | undefined, errors: ValidationError[]): void {
    super.execute(object, schema, errors);
    freeze(object);
  }
}

function freeze(data: object): void {
  Object.freeze(data);
  for (const value of Object.values(data) as unknown[]) {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) freeze(value);
  }
}

/**
 * Makes a message schema of a DTO class: its fields carry the decorators of `class-validator`, and those of `class-transformer` where
 * something is nested or converted. What is nested is frozen, as the message is that it comes from.
 *
 * Fields that the class does not name are left out; `{ forbidNonWhitelisted: true }` refuses them. Validators that answer with a promise
 * make every message `invalid-message`, as of any schema.
 *
 * @param type The class; made without arguments.
 * @param options Of `class-validator`. @default `{ whitelist: true, forbidUnknownValues: true }`
 * @example
 * ```ts
 * class PlaceOrderFields {
 *   @IsString()
 *   orderId!: string;
 * }
 * class PlaceOrder extends defineMessage('orders.place', classSchema(PlaceOrderFields)) {}
 * ```
 */
export function classSchema<T extends object>(
  type: new () => T,
  options: ValidatorOptions = {},
): StandardSchemaV1<T, T> {
  const validate = (data: unknown): StandardSchemaV1.Result<T> | Promise<StandardSchemaV1.Result<T>> => {
    if (typeof data !== 'object' || data === null || Array.isArray(data))
      return { issues: [{ message: 'must be an object' }] };
    const value = plainToInstance(type, data);
    const executor = new DtoExecutor(new Validator(), { ...DEFAULTS, ...options });
    const errors: ValidationError[] = [];
    executor.execute(value, undefined, errors);
    const result = (): StandardSchemaV1.Result<T> => {
      const issues = executor.stripEmptyErrors(errors).flatMap((error) => issuesOf(error));
      return issues.length > 0 ? { issues } : { value };
    };
    const { awaitingPromises } = executor;
    return awaitingPromises.length === 0 ? result() : Promise.all(awaitingPromises).then(result);
  };
  return { '~standard': { version: 1, vendor: 'class-validator', validate } };
}

function issuesOf(
  { property, constraints = {}, children = [] }: ValidationError,
  parents: readonly string[] = [],
): StandardSchemaV1.Issue[] {
  const path = [...parents, property];
  const own = Object.values(constraints).map((message) => ({ message, path }));
  return [...own, ...children.flatMap((child) => issuesOf(child, path))];
}
