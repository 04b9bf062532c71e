/** Times as people read them, by the emulator's clock. */
let offset = 0;

/** The emulator's clock may run ahead of ours. */
export function setOffset(ms) {
  offset = ms;
}

export const now = () => Date.now() + offset;

const two = (value) => String(value).padStart(2, '0');
export const clockOf = (at) => {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
};

const dayOf = (at) => new Date(at).setHours(0, 0, 0, 0);

/** `今天 02:14`, `昨天 16:20`, `11-20 08:00`; without the day for today in lists. */
export function timeOf(at, short = false) {
  const days = Math.round((dayOf(now()) - dayOf(at)) / 86_400_000);
  if (days === 0) return short ? clockOf(at) : `今天 ${clockOf(at)}`;
  if (days === 1) return short ? '昨天' : `昨天 ${clockOf(at)}`;
  const date = new Date(at);
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return short ? day : `${day} ${clockOf(at)}`;
}

/** `2 小时 5 分钟`, for how far the clock was moved. */
export function spanOf(ms) {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const parts = [[Math.floor(minutes / 1_440), '天'], [Math.floor((minutes % 1_440) / 60), '小时'], [minutes % 60, '分钟']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ') || '不到 1 分钟';
}
