export interface EventuallyOptions {
  /** How long the condition may take to come true. Default 20 s: machines that run specs are busy. */
  timeoutMs?: number;
  /** Pause between two looks. Default 20 ms. */
  everyMs?: number;
}

/**
 * Looks until the assertion holds, and returns at once when it does; what it returns is handed on. An assertion that
 * throws, or returns `false`, does not hold yet. After the time-out its last error is thrown.
 * Limit: it shows that a state was reached, never that it lasts.
 */
export async function eventually<T>(assertion: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = 20_000, everyMs = 20 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      const value = await assertion();
      if (value !== false) return value;
      if (performance.now() >= deadline) throw new Error(`still false after ${timeoutMs} ms: ${assertion}`);
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
