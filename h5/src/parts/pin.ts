/** A PIN that a colleague would guess first is none. The service refuses what it must; this spares the round trip. */
export function pinWeakness(pin: string): string {
  if (!/^\d{6}$/.test(pin)) return '请输入 6 位数字。';
  if (/^(\d)\1{5}$/.test(pin)) return '六位相同太好猜，请换一个。';
  if ('0123456789'.includes(pin) || '9876543210'.includes(pin)) return '连续数字太好猜，请换一个。';
  return '';
}
