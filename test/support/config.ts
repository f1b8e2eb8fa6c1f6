/** What the configuration says about an environment. */
import { ConfigError, readConfig } from '../../server/config.js';

/** What is said about an environment; empty when it is taken. */
export function configProblems(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
