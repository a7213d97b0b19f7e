/** GB/T 2260: the first two digits of a region; 81 to 83 are residents of Hong Kong, Macao and Taiwan. */
export const isRegion = (two: string): boolean => /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])$/.test(two);

/** A day there was. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * GB 11643-1999: region, day of birth, sequence, and a check digit modulo 11, X for ten. The card of foreign residents, since 2023,
 * has the same day in the same place and a 9 before its region.
 */
export function isIdentityNumber18(number: string): boolean {
  const [, ninth, region, year, month, day] = /^(9?)(\d\d)\d{3,4}((?:1[89]|20)\d\d)(\d\d)(\d\d)\d{3}[\dXx]$/.exec(number) ?? [];
  if (number.length !== 18 || region === undefined || !isRegion(ninth === '9' ? number.slice(1, 3) : region)) return false;
  if (!isDay(Number(year), Number(month), Number(day))) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11) === number.charAt(17).toUpperCase();
}

/** The older form has no check digit: region and a date of the twentieth century stand in for it. */
export function isIdentityNumber15(number: string): boolean {
  const [, region, year, month, day] = /^(\d\d)\d{4}(\d\d)(\d\d)(\d\d)\d{3}$/.exec(number) ?? [];
  return region !== undefined && isRegion(region) && isDay(1900 + Number(year), Number(month), Number(day));
}

/** ISO/IEC 7812: sixteen to nineteen digits with Luhn's check digit, of an issuer of cards (3 to 6, and the old 9558). */
export function bankCardPasses(number: string): boolean {
  if (!/^(?:[3-6]|9558)\d+$/.test(number) || number.length < 16 || number.length > 19) return false;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number.charAt(number.length - 1 - index));
    const value = index % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Hong Kong's identity card: one or two letters, six digits, and a check digit modulo 11 in brackets, A for ten. */
export function isHongKongIdentity(letters: string, digits: string, check: string): boolean {
  const places = [...letters.toUpperCase().padStart(2, ' ')].map((letter) => (letter === ' ' ? 36 : letter.charCodeAt(0) - 55));
  const values = [...places, ...[...digits].map(Number), check.toUpperCase() === 'A' ? 10 : Number(check)];
  return values.reduce((sum, value, index) => sum + value * (9 - index), 0) % 11 === 0;
}
