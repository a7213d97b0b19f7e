interface Node {
  next: Map<string, Node>;
  /** The longest proper suffix of what leads here that leads somewhere as well. */
  suffix: Node | undefined;
  /** The word that ends here, and the nearest suffix at which one ends. */
  word: string | undefined;
  shorter: Node | undefined;
}

/** Finds many words in one pass over a text, however many they are (Aho and Corasick 1975). */
export class WordFinder {
  readonly #root = node();

  constructor(words: Iterable<string>) {
    for (const word of words) this.#add(word);
    this.#link();
  }

  /** The words that stand in the text. A code such as `A市` or `3栋` must not begin inside a longer one (`BA市`, `13栋`). */
  find(text: string): Set<string> {
    const found = new Set<string>();
    let at = this.#root;
    for (let index = 0; index < text.length; index += 1) {
      at = this.#step(at, text.charAt(index));
      for (let end: Node | undefined = at.word === undefined ? at.shorter : at; end; end = end.shorter) {
        if (end.word !== undefined && !continuesCode(end.word, text, index + 1 - end.word.length)) found.add(end.word);
      }
    }
    return found;
  }

  #step(from: Node, character: string): Node {
    for (let at: Node | undefined = from; at; at = at.suffix) {
      const next = at.next.get(character);
      if (next) return next;
    }
    return this.#root;
  }

  #add(word: string): void {
    let at = this.#root;
    for (let index = 0; index < word.length; index += 1) {
      const character = word.charAt(index);
      const next = at.next.get(character) ?? node();
      at.next.set(character, next);
      at = next;
    }
    if (word !== '') at.word = word;
  }

  /** Breadth first: a suffix is shorter, so that its own links are there already. */
  #link(): void {
    const queue = [this.#root];
    for (const parent of queue) {
      for (const [character, child] of parent.next) {
        const suffix = parent.suffix ? this.#step(parent.suffix, character) : this.#root;
        child.suffix = suffix;
        child.shorter = suffix.word === undefined ? suffix.shorter : suffix;
        queue.push(child);
      }
    }
  }
}

const node = (): Node => ({ next: new Map(), suffix: undefined, word: undefined, shorter: undefined });

const continuesCode = (word: string, text: string, start: number): boolean => isCode(word[0]) && isCode(text[start - 1]);

const isCode = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
