/** The default name of an actor: its class name in kebab-case, without `Actor`. `HttpGatewayActor` is `http-gateway`. */
export function actorNameOf(className: string): string {
  const bare = className.replace(/Actor$/, '') || className;
  return bare
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
