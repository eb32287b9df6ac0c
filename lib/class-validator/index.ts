export { classSchema } from './class-schema.js';
