import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { NumberBlocks } from './number-blocks.js';

/** Hands out the numbers within a business date, each once. */
@Injectable()
export class MessageNumbers {
  private readonly blocks = new NumberBlocks((date, size) => this.reserve(this.dataSource, date, size));

  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** From the blocks that this replica has reserved ahead. */
  take(date: string, count: number): Promise<number[]> {
    return this.blocks.take(date, count);
  }

  /** Numbers that certainly stand on no message. */
  giveBack(date: string, numbers: readonly number[]): void {
    this.blocks.giveBack(date, numbers);
  }

  /** Takes exactly `size` numbers and returns the first; concurrent takers of one date wait for each other's transaction. */
  async reserve(manager: Pick<EntityManager, 'query'>, date: string, size: number): Promise<number> {
    const [row] = await manager.query<{ first: number }[]>(
      `INSERT INTO number_block AS block (date, next) VALUES ($1, $2::int + 1)
       ON CONFLICT (date) DO UPDATE SET next = block.next + $2::int
       RETURNING next - $2::int AS first`,
      [date, size],
    );
    if (!row) throw new Error('number_block returned no row');
    return row.first;
  }
}
