/** What is read on a page: a line that is broken for its width is one text. */
export const wordsOf = (page: string): string => page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');
