/** Where something stands in an org file, for the one line that says what is wrong with it. */
export type Place =
  | { readonly sheet: string; readonly cell?: string }
  | { readonly line: number; readonly path: string }
  | { readonly path: string };

/** An org file as data that nobody has checked yet. */
export interface RawOrg {
  readonly data: Record<string, unknown>;
  placeOf(path: readonly PropertyKey[]): Place;
  /** Rows that the program which saved the file did not show; they were read. */
  readonly hidden: readonly Place[];
}

/** What is wrong before anything can be checked; `src/copy/org-file.ts` has the sentences. */
export type RawFault =
  | { readonly code: 'syntax' | 'duplicate-key' | 'not-a-map' | 'aliases' }
  | { readonly code: 'error-cell' | 'unknown-column' | 'day' | 'twice-sheet'; readonly value: string }
  | { readonly code: 'formula-without-value' | 'digits-lost' | 'no-sheets' | 'no-header' | 'twice-column' }
  | { readonly code: 'several-towns' | 'no-key' };

export class RawOrgError extends Error {
  override readonly name = 'RawOrgError';
  readonly fault: RawFault;
  readonly place: Place | undefined;

  constructor(fault: RawFault, place: Place | undefined) {
    super(fault.code);
    this.fault = fault;
    this.place = place;
  }
}
