/** Numbers of identity cards: how a resident's is made (GB 11643-1999) and which identifiers are somebody's papers. Pure. */

/** Eighteen characters with a possible date and the check character of ISO 7064 MOD 11-2, or the fifteen of before 1999. */
export function isResidentNumber(text: string): boolean {
  const number = text.trim().toUpperCase();
  if (/^\d{15}$/.test(number)) return isDay(`19${number.slice(6, 12)}`);
  return /^\d{17}[\dX]$/.test(number) && isDay(number.slice(6, 14)) && checkCharacter(number) === number[17];
}

function checkCharacter(number: string): string | undefined {
  const sum = Array.from(number.slice(0, 17)).reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return '10X98765432'[sum % 11];
}

function isDay(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** HL7 table 0203: national (NI, NN…), social security, passport, driver's licence, residence card; and Chinese senders' own words. */
const papers = /^(NI|NN[A-Z]{0,3}|SS|SSN|PPN|DL|DLN|PRC|IDCARD|SFZ|SFZH|身份证|身份证号|居民身份证|护照)$/;

/** Whether an identifier is of the person rather than of the hospital: by its type, or because it is a resident's number. */
export function isPersonal(value: string, type: string | undefined): boolean {
  return (type !== undefined && papers.test(type.trim().toUpperCase())) || (/^\d{17}[\dXx]$/.test(value.trim()) && isResidentNumber(value));
}
