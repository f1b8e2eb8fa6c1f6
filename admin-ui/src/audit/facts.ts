/** What an entry says, as far as it is of the kind that it should be. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const whole = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? Number(value) : undefined;
