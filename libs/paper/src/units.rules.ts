/** What is never cut in two at the end of a line: numbers with their measure, dates, 文号, numbers of messages. */
const units = new RegExp(
  [
    String.raw`\p{Script=Han}{0,3}〔\d{4}〕[\d\s　]*号`,
    String.raw`[A-Za-z0-9]+(?:[-/_@+][A-Za-z0-9]+)+`,
    String.raw`\d{4}年\d{1,2}月\d{1,2}日`,
    String.raw`\d{4}年\d{1,2}月`,
    String.raw`\d{1,2}月\d{1,2}日`,
    String.raw`\d{1,2}时\d{1,2}分`,
    String.raw`第?\d+(?:[.,:：]\d+)*[%％‰]?(?:个?工作日|个?单位|平方米|[件个人次项页家日天年月期号级分时点元万亿米户条份])?`,
    String.raw`第?[〇零一二三四五六七八九十百千]+(?:个工作日|年|月|日|件|次)`,
    String.raw`[A-Za-z0-9][\w.@/+-]*`,
  ].join('|'),
  'uy',
);

const neverFirst = new Set('，。、；：？！）》〉」』】〕〗”’…—～％,.;:?!)]}%·');
const neverLast = new Set('（《〈「『【〔〖“‘([{');
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const words = new Intl.Segmenter('zh', { granularity: 'word' });
/** Words of ours that no dictionary of the language has. */
const ownWords = /网民留言|督办通知|督办|久拖不予解决|重大问题|办理情况/gu;

/** The pieces of a text between which a line may end. */
export const piecesOf = (text: string): string[] => joined(unitsOf(text));

/** Those of a title, whose lines end between words. */
export function titlePieces(title: string): string[] {
  const ends = new Set([...words.segment(title)].map(({ index, segment }) => index + segment.length));
  for (const { index, 0: word } of title.matchAll(ownWords)) {
    for (let at = index + 1; at < index + word.length; at += 1) ends.delete(at);
    ends.add(index).add(index + word.length);
  }
  const pieces: string[] = [];
  let [at, isOpen] = [0, false];
  for (const piece of piecesOf(title)) {
    if (isOpen) pieces[pieces.length - 1] += piece;
    else pieces.push(piece);
    at += piece.length;
    isOpen = !ends.has(at);
  }
  // 的 and the like stay with what they follow.
  return pieces.reduce<string[]>((kept, piece) => (/^[的等与和及]$/.test(piece) && kept.length > 0 ? [...kept.slice(0, -1), kept.at(-1)! + piece] : [...kept, piece]), []);
}

function joined(units: readonly string[]): string[] {
  const pieces: string[] = [];
  let isBound = false;
  for (const unit of units) {
    if (pieces.length > 0 && (isBound || neverFirst.has(first(unit)))) pieces[pieces.length - 1] += unit;
    else pieces.push(unit);
    isBound = neverLast.has(last(unit));
  }
  return pieces;
}

export function unitsOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    units.lastIndex = at;
    const unit = units.exec(text)?.[0] || (graphemes.segment(text).containing(at)?.segment ?? text[at]!);
    found.push(unit);
    at += unit.length;
  }
  return found;
}

/** A unit that more than one character makes: it stays whole on narrow screens as well. */
export const isWhole = (unit: string): boolean => unit.length > 1 && /[\dA-Za-z一二三四五六七八九十]/.test(unit);

const first = (text: string): string => text[0] ?? '';
const last = (text: string): string => text.at(-1) ?? '';
