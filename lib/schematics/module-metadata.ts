import type ts from 'typescript';
import type { Compiler } from './compiler.js';
import { append } from './insertion.js';
import { noPlace, type Outcome } from './outcome.js';
import { shown } from './shown.js';
import { descendants } from './source.js';

/** What a module is to list: which class, and how that is written there. */
export interface ModuleEntry {
  readonly list: 'imports' | 'providers';
  readonly className: string;
  readonly text: string;
}

/** Lists something in the `@Module()` of a file, last; of the class `moduleName`, where a file has several. */
export function listInMetadata(
  compiler: Compiler,
  source: ts.SourceFile,
  entry: ModuleEntry,
  moduleName?: string,
): Outcome {
  const modules = modulesIn(compiler, source);
  const named = modules.filter(({ className }) => className === moduleName);
  const [module, another] = named.length > 0 ? named : modules;
  if (module === undefined) return noPlace(`${shown(source.fileName)} has no class with @Module()`);
  if (another !== undefined) return noPlace(`${shown(source.fileName)} has several classes with @Module()`);
  const [metadata] = module.decorator.arguments;
  if (metadata === undefined || !compiler.isObjectLiteralExpression(metadata)) {
    return noPlace(`in ${shown(source.fileName)}, @Module() has no object literal`);
  }
  return listIn(compiler, source, metadata, entry);
}

function modulesIn(compiler: Compiler, source: ts.SourceFile) {
  return source.statements.filter(compiler.isClassDeclaration).flatMap((declaration) =>
    (compiler.getDecorators(declaration) ?? [])
      .map(({ expression }) => expression)
      .filter(compiler.isCallExpression)
      .filter(({ expression }) => expression.getText() === 'Module')
      .map((decorator) => ({ className: declaration.name?.text, decorator })),
  );
}

function listIn(
  compiler: Compiler,
  source: ts.SourceFile,
  metadata: ts.ObjectLiteralExpression,
  { list, className, text }: ModuleEntry,
): Outcome {
  const { properties } = metadata;
  const property = properties.find(({ name }) => name !== undefined && 'text' in name && name.text === list);
  if (property === undefined) {
    // What stands later wins: this list would replace the one that is spread into the object.
    if (properties.some(compiler.isSpreadAssignment))
      return noPlace(`in ${shown(source.fileName)}, the ${list} may be among what is spread`);
    const listing = { elements: properties, start: metadata.getStart() + 1 };
    return { kind: 'insert', insertions: append(compiler, source, listing, `${list}: [${text}]`, ' ') };
  }
  if (!compiler.isPropertyAssignment(property) || !compiler.isArrayLiteralExpression(property.initializer)) {
    return noPlace(`in ${shown(source.fileName)}, the ${list} are no array literal`);
  }
  const array = property.initializer;
  if ([...descendants(array)].some((node) => compiler.isIdentifier(node) && node.text === className)) {
    return { kind: 'present', path: source.fileName };
  }
  const listing = { elements: array.elements, start: array.getStart() + 1 };
  return { kind: 'insert', insertions: append(compiler, source, listing, text) };
}
