/** Words of the indicators. */
export const placeWords = { inpatient: '住院', outpatient: '门诊', emergency: '急诊' } as const;

export const stepWords = {
  'appeared-received': '结果报出到本系统收到',
  'received-told': '收到到首次通知',
  'told-acknowledged': '通知到确认',
  'acknowledged-action': '确认到处置',
  'action-written': '处置到记录',
  'written-signed': '记录到签名',
  'appeared-had': '出现到临床获知',
} as const;

export const indicatorWords = {
  title: '危急值指标', by: '口径', name: '名称', total: '例数', escalated: '升级', unacknowledged: '未确认', inTime: '及时确认', sameDay: '当日处置', relays: '转交接手', median: '中位数（分）', p90: 'P90（分）',
  all: '全部', inHours: '工作时间', outOfHours: '非工作时间', department: '科室', item: '项目', nowhere: '科室不详',
} as const;
