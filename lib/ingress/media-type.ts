/** What a `Content-Type` says, in lower case; without one, or with one that is none, the name is empty. */
export interface MediaType {
  /** `application/json` */
  readonly name: string;
  readonly charset: string | undefined;
}

const NAME = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?:;|$)/;
const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i;

export function readMediaType(header: string | undefined): MediaType {
  const [, name = ''] = NAME.exec(header ?? '') ?? [];
  const [, quoted, bare] = CHARSET.exec(header ?? '') ?? [];
  return { name: name.toLowerCase(), charset: (quoted ?? bare)?.toLowerCase() };
}

/** Whether something of that type is JSON text. */
export function isJson({ name }: MediaType): boolean {
  return name === 'application/json' || name === 'text/json' || name.endsWith('+json');
}

/** JSON is UTF-8, whatever else a client may say. */
export function isUtf8({ charset }: MediaType): boolean {
  return charset === undefined || charset === 'utf-8' || charset === 'utf8';
}
