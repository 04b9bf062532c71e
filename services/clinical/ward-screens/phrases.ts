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

export const showsWords = { class: '床号和项目类别', value: '床号、项目和数值' } as const;
