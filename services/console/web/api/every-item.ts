/** All of a list that is short enough to be had whole, page after page. */
export async function everyItem<Item>(page: (after: string | undefined) => Promise<{ items: Item[]; next: string | null }>): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await page(after);
    all.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return all;
}
