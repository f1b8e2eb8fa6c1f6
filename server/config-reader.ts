/** Reads variables of an environment one by one, and collects what is wrong with them. */

/** Every wrong value at once, a sentence each that names its variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

export type Env = Record<string, string | undefined>;

/** Reads single variables and collects what is wrong with them. */
export class Reader {
  readonly problems: string[] = [];

  constructor(private readonly env: Env) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** What stands between the commas. */
  list(name: string): string[] {
    const entries = (this.text(name) ?? '').split(',').map((entry) => entry.trim());
    return entries.filter((entry) => entry !== '');
  }

  whole(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.problems.push(`${name} must be a whole number from ${min} to ${max}, not "${value}".`);
    return fallback;
  }

  choice<T>(name: string, choices: Record<string, T>, fallback: T): T {
    const value = this.text(name);
    if (value === undefined) return fallback;
    if (Object.hasOwn(choices, value)) return choices[value] as T;
    this.problems.push(`${name} must be one of ${Object.keys(choices).join(', ')}, not "${value}".`);
    return fallback;
  }
}
