/** Columns of the register as a spreadsheet, in the order a hospital's paper register has them. */
export const registerColumnWords = {
  received: '收到时间', department: '科室', ward: '病区', way: '来源', number: '患者编号', name: '姓名', sex: '性别', age: '年龄',
  item: '项目', value: '结果', unit: '单位', direction: '偏离', limit: '危急界限', observed: '采样时间', resulted: '报告时间',
  toldAt: '首次通知时间', told: '首次通知的人', step: '通知到', by: '确认人', at: '确认时间', readBack: '复述', holder: '接手人', holderAt: '接手时间',
  disposal: '处置', disposer: '处置人', actionAt: '处置时间', writtenAt: '记录时间', late: '补记', signer: '签名人', signedAt: '签名时间',
  recordAt: '病程记录时间', sameDay: '当日记录', feedback: '检验科反馈', state: '状态', cancelled: '撤销原因',
} as const;

export const registerFileWords = {
  title: '危急值登记本', rows: '共 {count} 条；姓名按规定脱敏，核对请用患者编号', taken: '导出：{who} {at}，内容涉及患者隐私，请妥善保管',
  period: '时间：{from} 至 {until}', whole: '时间：不限', yes: '是', no: '否', inpatient: '住院', emergency: '急诊', outpatient: '门诊或已出院', high: '偏高', low: '偏低', text: '异常', flag: '标记危急',
} as const;

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
  all: '全部', inHours: '工作时间', outOfHours: '非工作时间', department: '科室', item: '项目', nowhere: '科室不详', report: '危急值月报', national: '国家指标', measure: '指标', result: '结果', count: '例数', unitMinutes: '分钟', unitShare: '比例', inTimeShare: '及时确认率', sameDayShare: '住院当日处置率', hadMedian: '指标 31：{place}危急值出现到临床获知的中位数（分）', sameDayIndicator: '指标 32：住院危急值当日处置率', taken: '导出：{who} {at}', period: '{from} 至 {until}，{scope}', hospital: '全院', own: '本科室', cancelled: '撤销',
} as const;
