/** Text from outside, made fit for storage: PostgreSQL refuses NUL, and jsonb refuses unpaired surrogates. */

// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Bounded, well-formed text without control or direction-override characters.
 * @param maxLength in UTF-16 code units
 */
export function cleanText(value: string, maxLength: number): string {
  return value.slice(0, maxLength).toWellFormed().replace(CONTROL, '');
}

/** Whether PostgreSQL can hold the text as it is. */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** Whether the value is an object literal's kind of object: no array, no null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
