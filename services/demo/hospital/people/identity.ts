/**
 * Papers, telephones and addresses: valid in form, nobody's in fact. Area code 990100 belongs to no district, and numbers
 * that begin with 199-0000 reach nobody; both as in the demonstration's seed. Pure.
 */
import type { Random } from '../random.ts';

const area = '990100';

/** A resident's number of GB 11643: odd third digit for men; `serial` tells those of one birthday apart. */
export function residentNumber(birth: string, sex: 'M' | 'F', serial: number): string {
  const last = (serial % 499) * 2 + (sex === 'M' ? 1 : 2);
  const digits = `${area}${birth.replaceAll('-', '')}${String(last).padStart(3, '0')}`;
  return digits + checkCharacter(digits);
}

/** ISO 7064 MOD 11-2 */
export function checkCharacter(digits: string): string {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return '10X98765432'[sum % 11] ?? '';
}

export function phone(serial: number): string {
  return `1990000${String(serial % 10_000).padStart(4, '0')}`;
}

const streets = ['幸福路', '解放路', '东湖大道', '青禾大街', '文化路', '建设路', '新华街', '滨江路', '学府路', '禾苗巷', '北门街', '光明路'];
const districts = ['人民区', '东湖区', '禾西区', '临江县', '云溪县'];

export function address(random: Random): string {
  return `青禾市${random.pick(districts)}${random.pick(streets)} ${random.int(1, 288)} 号 ${random.int(1, 30)} 栋 ${random.int(1, 24)}0${random.int(1, 4)} 室`;
}
