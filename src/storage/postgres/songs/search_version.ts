/** Grows with the rules that the search columns are made by; older rows are made again. */
export const SEARCH_VERSION = 1;
