import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Compiles pieces of source in one program, with the project's own options, and tells the errors of each as one text: a line
 * `TS1234 …` and the explanation below it. The pieces exist in memory only, beside this file.
 */
export function compile(sources: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const options = readOptions();
  const files = new Map([...sources].map(([name, source]) => [path.join(import.meta.dirname, name), source]));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host: withFiles(host, files) });
  return new Map([...files.keys()].map((file) => [path.basename(file), errorsOf(program, file)]));
}

function readOptions(): ts.CompilerOptions {
  const file = path.join(root, 'tsconfig.json');
  const { config } = ts.parseConfigFileTextToJson(file, readFileSync(file, 'utf8')) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}

function withFiles(host: ts.CompilerHost, files: ReadonlyMap<string, string>): ts.CompilerHost {
  return {
    ...host,
    fileExists: (file) => files.has(file) || host.fileExists(file),
    readFile: (file) => files.get(file) ?? host.readFile(file),
    getSourceFile: (file, language, onError, fresh) => {
      const source = files.get(file);
      if (source !== undefined) return ts.createSourceFile(file, source, language);
      return host.getSourceFile(file, language, onError, fresh);
    },
  };
}

function errorsOf(program: ts.Program, file: string): string {
  const source = program.getSourceFile(file);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return diagnostics
    .map(({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
    .join('\n');
}
