const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643-1999: seventeen digits and a check digit modulo 11, X for ten. */
export function isIdentityNumber18(number: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(number)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11) === number.charAt(17).toUpperCase();
}

/** The older form has no check digit: region and a date of the twentieth century stand in for it. */
export function isIdentityNumber15(number: string): boolean {
  const [, region, year, month, day] = /^(\d\d)\d{4}(\d\d)(\d\d)(\d\d)\d{3}$/.exec(number) ?? [];
  if (!region || !/^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])$/.test(region)) return false;
  const date = new Date(Date.UTC(1900 + Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** ISO/IEC 7812: sixteen to nineteen digits with Luhn's check digit. */
export function bankCardPasses(number: string): boolean {
  if (!/^\d{16,19}$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number.charAt(number.length - 1 - index));
    const value = index % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
