const width = 30;

/** A bar that is drawn over itself on a terminal, and now and then a plain line elsewhere. */
export class ProgressLine {
  private printedAt = Date.now();

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly everyMs = 10_000,
  ) {}

  show(part: number, text: string): void {
    const share = Math.min(Math.max(part, 0), 1);
    const line = `${String(Math.floor(share * 100)).padStart(3)} % ${text}`;
    if (this.output.isTTY) {
      const filled = Math.round(share * width);
      this.output.write(`\r\x1b[K[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${line}`);
    } else if (Date.now() - this.printedAt >= this.everyMs) {
      this.printedAt = Date.now();
      this.output.write(`${line}\n`);
    }
  }

  /** Makes room for other output. */
  clear(): void {
    if (this.output.isTTY) this.output.write('\r\x1b[K');
  }
}
