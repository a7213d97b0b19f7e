/** The tones of tags and boxes, as classes: text, tint and edge, each of AA contrast. */
export const tones = [
  ['grey', '#3d444d', '#eceff2', '#6e7781'],
  ['blue', '#0a3f78', '#e4effb', '#0b57a4'],
  ['yellow', '#6b4300', '#fff3d1', '#9a6400'],
  ['red', '#8c1d18', '#fde8e6', '#b3261e'],
  ['green', '#0f5a2f', '#e3f4e8', '#2e7d4f'],
  ['purple', '#4a2e83', '#efe9fa', '#4a2e83'],
]
  .map(([name, text, tint, edge]) => `.${name}{--text:${text};--tint:${tint};--edge:${edge}}`)
  .join('');
