/**
 * A month's call budget in shares of its limit. The last part is kept for critical values: routine messages stop where
 * the reserve begins, so that is the line people watch.
 */
export interface Quota {
  readonly used: number;
  readonly limit: number | null;
  readonly reserve: number | null;
}

export interface QuotaPicture {
  /** 0 to 1 of the limit. */
  readonly usedShare: number;
  readonly reserveShare: number;
  readonly tone: 'ok' | 'warn' | 'danger';
  readonly sentence: string;
}

/** Amber from here, the reminder pattern hospitals ask for (clinical-rules (b), notes). */
const nearShare = 0.75;

export function quotaPicture({ used, limit, reserve: kept }: Quota): QuotaPicture {
  const reserve = kept ?? 0;
  if (limit === null || limit <= 0) return { usedShare: 0, reserveShare: 0, tone: 'ok', sentence: `本月已用 ${used} 次，没有额度限制` };
  const usedShare = Math.min(1, used / limit);
  const reserveShare = Math.min(1, reserve / limit);
  const free = Math.max(0, limit - reserve - used);
  if (used >= limit) return { usedShare, reserveShare, tone: 'danger', sentence: '额度用完，卡片发不出去。请立即购买额度，危急值先打电话。' };
  if (free === 0) return { usedShare, reserveShare, tone: 'danger', sentence: `普通消息已停发，剩 ${limit - used} 次留给危急值。请尽快购买额度。` };
  if (used >= nearShare * (limit - reserve)) return { usedShare, reserveShare, tone: 'warn', sentence: `普通消息还剩 ${free} 次，用完后只发危急值。` };
  return { usedShare, reserveShare, tone: 'ok', sentence: reserve === 0 ? `还能发 ${free} 次。` : `普通消息还剩 ${free} 次，另留 ${reserve} 次给危急值。` };
}

export const platformNames: Readonly<Record<string, string>> = { dingtalk: '钉钉', wecom: '企业微信' };
