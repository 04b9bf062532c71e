/** What people read at the desk where screens are kept, and what a screen is told. */
export const phrases = {
  'ward-screens.code': '配对码不对或已过期，请在“护士站大屏”里重新取一个。',
  'ward-screens.pair-first': '这块屏幕还没有配对，或已被停用。请输入配对码。',
  'ward-screens.not-your-ward': '您不管理这个病区的大屏。请联系该病区护士长。',
} as const;

export const actNames = {
  'ward-screens.list': '查看护士站大屏',
  'ward-screens.open': '新增护士站大屏',
  'ward-screens.end': '停用护士站大屏',
  'ward-screens.pair': '护士站大屏配对',
  'ward-screens.show': '护士站大屏显示危急值',
} as const;

export const cardWords = {
  kind: '护士站大屏',
  summary: '{ward}的护士站大屏没有响应',
  summaryBack: '{ward}的护士站大屏已恢复',
  title: '{ward} · {name}',
  fact: '已 {time} 没有响应',
  factBack: '中断了 {time}',
  last: '最后响应',
  waiting: '病区危急值',
  open: '{open} 条还没有人接手',
  state: '请看一眼大屏的电源和网络，危急值请以手机为准',
  stateOpen: '大屏不会响，请立即让护士站看手机',
  stateBack: '已恢复',
  result: '{at} 已恢复',
  link: '护士站大屏',
} as const;

export const showsWords = { class: '床号和项目类别', value: '床号、项目和数值' } as const;
