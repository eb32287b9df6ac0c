// class-validator's own loop over validators: the one place where it says whether any of them answers with a promise. Its
// `validateSync` leaves those out without a word. No declarations lie beside the file that Node finds.
declare module 'class-validator/cjs/validation/ValidationExecutor.js' {
  import type { ValidationError, Validator, ValidatorOptions } from 'class-validator';

  export class ValidationExecutor {
    readonly awaitingPromises: Promise<unknown>[];
    constructor(validator: Validator, options?: ValidatorOptions);
    execute(object: object, schema: string | undefined, errors: ValidationError[]): void;
    stripEmptyErrors(errors: ValidationError[]): ValidationError[];
  }
}
