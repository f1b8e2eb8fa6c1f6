/** Rings at most once until it is waited for again. */
export class Bell {
  private isRung = false;
  private answer: (() => void) | undefined;

  readonly ring = (): void => {
    this.isRung = true;
    this.answer?.();
  };

  /** @returns when it was rung, since the last wait too, when the time is over, or when the signal says so */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.answer, { once: true });
      });
      if (this.answer !== undefined) signal.removeEventListener('abort', this.answer);
    }
    this.answer = undefined;
    this.isRung = false;
  }
}
