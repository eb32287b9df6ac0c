/** The parser has no types of its own. */
declare module 'parse-prometheus-text-format' {
  export interface Metric {
    readonly value?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }

  export interface Family {
    readonly name: string;
    readonly help: string;
    readonly type: string;
    readonly metrics: readonly Metric[];
  }

  /** @throws when a line is not in the format. */
  export default function parsePrometheusTextFormat(text: string): Family[];
}
