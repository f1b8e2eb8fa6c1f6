/** What inputs of a filter bar have in common: no line for help, and a word for "any" in the empty field. */
export const selectFilter = { helperText: false, slotProps: { select: { displayEmpty: true } } } as const;

/** For a search: longer text the server refuses. */
export const searchLimit = { htmlInput: { maxLength: 200 } };
