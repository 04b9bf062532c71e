/** What a telephone says, and why a vendor refused, in the hospital's words. */
import { fill } from '../../core/phrases.ts';
import type { Message } from './port.ts';

const texts = { urgent: '您有一条危急值待处理，请打开{app}查看', code: '移动医护验证码 {code}，10 分钟内有效。不是本人操作请忽略。' } as const;

export const textOf = (message: Message): string => (message.kind === 'code' ? fill(texts.code, { code: message.code }) : fill(texts.urgent, { app: message.app }));

/** By the vendors' own codes; what is not known is shown as its code. */
const reasons: Readonly<Record<string, string>> = {
  'isv.MOBILE_NUMBER_ILLEGAL': '手机号码格式不对',
  'isv.BUSINESS_LIMIT_CONTROL': '同一号码发得太多，被短信平台限流',
  'isv.SMS_SIGNATURE_ILLEGAL': '短信签名没有通过审核',
  'isv.SMS_TEMPLATE_ILLEGAL': '短信模板没有通过审核',
  'isv.TEMPLATE_MISSING_PARAMETERS': '短信模板的变量与系统的不一致',
  'isv.OUT_OF_SERVICE': '账户欠费停机',
  'isv.AMOUNT_NOT_ENOUGH': '账户余额不足',
  'isv.BLACK_KEY_CONTROL_LIMIT': '内容里有平台不允许的词',
  'isv.INVALID_PARAMETERS': '参数不对',
  'isv.TTS_TEMPLATE_ILLEGAL': '语音模板没有通过审核',
  'isp.RAM_PERMISSION_DENY': '访问密钥没有发送的权限',
  'SignatureDoesNotMatch': '访问密钥不对',
  'InvalidAccessKeyId.NotFound': '访问密钥不存在或已停用',
  'InvalidTimeStamp.Expired': '服务器的时间与平台相差太多',
  'AuthFailure.SignatureFailure': '访问密钥不对',
  'AuthFailure.SecretIdNotFound': '访问密钥不存在或已停用',
  'AuthFailure.SignatureExpire': '服务器的时间与平台相差太多',
  'FailedOperation.SignatureIncorrectOrUnapproved': '短信签名没有通过审核',
  'FailedOperation.TemplateIncorrectOrUnapproved': '短信模板没有通过审核',
  'FailedOperation.InsufficientBalanceInSmsPackage': '短信套餐余量不足',
  'FailedOperation.PhoneNumberInBlacklist': '号码在平台的黑名单里（本人退订过）',
  'InvalidParameterValue.IncorrectPhoneNumber': '手机号码格式不对',
  'LimitExceeded.PhoneNumberDailyLimit': '同一号码今天发得太多，被平台限流',
  'LimitExceeded.PhoneNumberThirtySecondLimit': '同一号码半分钟内发得太多，被平台限流',
  'LimitExceeded.PhoneNumberOneHourLimit': '同一号码一小时内发得太多，被平台限流',
  'no-template': '没有设置这种短信的模板',
  'ECONNREFUSED': '平台连不上',
  'TimeoutError': '平台没有应答，不能确定是否已发出',
};

export const refusalOf = (code: string): string => (reasons[code] === undefined ? `平台没有接受（${code}）` : `${reasons[code]}（${code}）`);
