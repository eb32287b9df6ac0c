/** What one process is asked to measure: a section's name, and what that section wants to know. */
export type CellArguments = readonly [section: string, ...details: string[]];
