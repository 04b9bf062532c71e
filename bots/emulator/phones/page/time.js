/** Times as people read them, by the emulator's clock and in the hospital's zone, wherever the browser is. */
let offset = 0;

/** The emulator's clock may run ahead of ours. */
export function setOffset(ms) {
  offset = ms;
}

export const now = () => Date.now() + offset;

const ZONE = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
const partsOf = (at) => Object.fromEntries(ZONE.formatToParts(at).map(({ type, value }) => [type, value]));

export const clockOf = (at) => {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
};

/** `11 月 20 日`. */
export const dateOf = (at) => {
  const { month, day } = partsOf(at);
  return `${Number(month)} 月 ${Number(day)} 日`;
};

/** Midnight of the day as a number that can be counted with. */
const dayOf = (at) => {
  const { year, month, day } = partsOf(at);
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
};

/** `今天 02:14`, `昨天 16:20`, `11-20 08:00`; without the day for today in lists. */
export function timeOf(at, short = false) {
  const days = (dayOf(now()) - dayOf(at)) / 86_400_000;
  if (days === 0) return short ? clockOf(at) : `今天 ${clockOf(at)}`;
  if (days === 1) return short ? '昨天' : `昨天 ${clockOf(at)}`;
  const { month, day } = partsOf(at);
  return short ? `${month}-${day}` : `${month}-${day} ${clockOf(at)}`;
}

/** `2 小时 5 分钟`, for how far the clock was moved. */
export function spanOf(ms) {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const parts = [[Math.floor(minutes / 1_440), '天'], [Math.floor((minutes % 1_440) / 60), '小时'], [minutes % 60, '分钟']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ') || '不到 1 分钟';
}
