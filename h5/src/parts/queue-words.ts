/** What each queue does, for the administrator who sees that it is stuck; its own name stands beside it for the log. */
const words: Readonly<Record<string, string>> = {
  'critical-values.on.intake.result-received': '判断检验结果',
  'critical-values.on.notices.undeliverable': '卡片送不到时转下一级',
  'critical-values.look-again': '升级与催办计时',
  'critical-values.report-back': '向检验科反馈',
  'hospital-commands.deliver': '向医院系统发出指令',
  'notices.deliver-critical': '发送危急值卡片',
  'notices.deliver': '发送普通卡片',
  'notices.refresh': '更新已发出的卡片',
};

export function queueWords(queue: string): string {
  return words[queue] ?? (queue.startsWith('tick.') ? '定时巡检' : '后台任务');
}
