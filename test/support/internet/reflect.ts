/**
 * The little of `reflect-metadata` that @peculiar/x509 asks of whoever loads it: notes by target and key. Import it
 * before that package.
 */
type Notes = Map<unknown, unknown>;

const notes = new WeakMap<object, Notes>();
const read = (key: unknown, target: object): unknown => notes.get(target)?.get(key);

Object.assign(Reflect, {
  getMetadata: read,
  getOwnMetadata: read,
  defineMetadata(key: unknown, value: unknown, target: object): void {
    const known: Notes = notes.get(target) ?? new Map<unknown, unknown>();
    notes.set(target, known.set(key, value));
  },
});
