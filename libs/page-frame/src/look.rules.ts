/** WCAG 2.2: the luminance of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** What links and buttons stand on: the page, and the grey between its parts. */
const grounds = ['#ffffff', '#f5f7fa'];

/** AA for text of any size, as link on the page and as button under white letters. */
export const isReadable = (colour: string): boolean => grounds.every((ground) => contrast(colour, ground) >= 4.5);

/** A step darker, for what is pointed at. */
export const darker = (colour: string): string =>
  `#${[1, 3, 5].map((at) => Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * 0.72).toString(16).padStart(2, '0')).join('')}`;
