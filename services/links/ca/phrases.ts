/** Every sentence about signatures and certificates that a person reads. */
import type { RevocationReason, VerificationReason } from './port.ts';

/** Refusals, by code; `{name}` is filled from the refusal's facts. */
export const caRefusals: Readonly<Record<string, string>> = {
  'signatures.wrong-pin': '签名密码不对，还可以再试 {left} 次。忘记密码请联系信息科重新办理证书。',
  'signatures.pin-locked': '签名密码连续输错，已锁定，约 {minutes} 分钟后可以再试。急需签名请联系信息科。',
  'signatures.weak-pin': '签名密码太简单：请用 {shortest} 到 {longest} 位，不要用连续或相同的数字，也不要包含工号。',
  'signatures.not-enrolled': '您还没有办理签名证书，请先在“我的—电子签名”中办理。',
  'signatures.certificate-ended': '您的签名证书已到期或已吊销，请在“我的—电子签名”中重新办理。',
  'signatures.already-enrolled': '您已有有效的签名证书，不用重复办理。要换新证书，请先请信息科吊销旧证书。',
  'signatures.pin-changed-meanwhile': '签名密码刚刚在别处改过，这次没有生效，请用新密码再试。',
  'signatures.no-such-certificate': '没有找到这张证书，请核对证书序列号。',
  'signatures.declined': '您在签名软件中点了拒绝，没有签名。需要签名请重新提交。',
  'signatures.not-confirmed': '没有在规定时间内到签名软件中确认，这次没有签名。请重新提交并及时确认。',
  'signatures.pin-in-app': '签名密码由签名软件管理，请在签名软件中修改。',
};

/** Why a signature holds or not. */
export const verificationWords: Readonly<Record<VerificationReason, string>> = {
  holds: '签名有效：内容与签名时一致，签名人证书当时有效。',
  unreadable: '签名无法识别：文件不完整或格式不对。',
  'document-changed': '签名无效：内容与签名时不一致，可能被改动过。',
  'signature-broken': '签名无效：签名值与签名信息对不上，签名人、时间或事项可能被改动过。',
  'signer-not-in-certificate': '签名无效：签名人与证书上的人不一致。',
  'chain-broken': '签名无效：证书不是所附机构签发的，或签发机构证书当时已过期。',
  'issuer-not-trusted': '不能确认：签发证书的机构不在本院信任名单中。',
  'certificate-not-valid-then': '签名无效：签名时证书不在有效期内。',
  'certificate-revoked-before': '签名无效：签名前证书已被吊销。',
  'signed-in-the-future': '签名无效：签名时间晚于现在。',
};

export const revocationWords: Readonly<Record<RevocationReason, string>> = {
  superseded: '已换新证书',
  'pin-lost': '忘记签名密码',
  'key-compromised': '怀疑被他人使用',
  left: '本人已离岗',
  'data-wrong': '证书信息有误',
};

/** The check-up. */
export const caWords = {
  checkUp: {
    root: '电子签名：根证书',
    rootUntil: (day: string): string => `可以使用，有效期到 ${day}`,
    rootMend: '根证书不到一年就要过期，请联系实施人员更换。',
    rootBroken: '根证书打不开',
    sealKeyMend: '服务的封存密钥与签发根证书时的不一样，请恢复原来的密钥文件；密钥丢失则要重新为所有人办理证书。',
    vendor: '电子签名：签名服务商',
    vendorFine: (milliseconds: number): string => `可以连接，用时 ${milliseconds} 毫秒`,
    vendorClock: '电子签名：与服务商的时钟',
    vendorClockSeen: (seconds: number): string => `相差 ${seconds} 秒`,
    vendorClockMend: '请校准服务器时间（NTP），相差超过 60 秒时服务商会拒绝请求。',
    vendorDown: '连接不上',
    vendorDownMend: '请检查服务商地址、网络和防火墙是否放行。',
    vendorRefused: '服务商不接受我们的应用编号或密钥',
    vendorRefusedMend: '请与服务商核对应用编号和密钥（CA_VENDOR_APP_ID、CA_VENDOR_SECRET）。',
    vendorRoots: '电子签名：服务商根证书',
    vendorRootsSeen: (count: number): string => `已配置 ${count} 张`,
    vendorRootsMend: '请把服务商根证书文件路径填入 CA_VENDOR_ROOTS，否则无法验证签名。',
  },
} as const;

/** The command `signature:verify`. */
export const verifyWords = {
  usage: '用法：npm run signature:verify -- 文件.json [--root 根证书.pem]… [--trust 信任清单.json]',
  unreadableFile: (file: string): string => `文件打不开或不是 JSON：${file}`,
  noSignature: '文件里没有 document 和 signature 两项，无法验证。',
  who: (name: string, staffNumber: string): string => `签名人：${name}（工号 ${staffNumber}）`,
  act: (act: string): string => `签署事项：${act}`,
  when: (time: string): string => `签名时间：${time}（北京时间）`,
  algorithm: (algorithm: string): string => `签名算法：${algorithm}`,
  serial: (serial: string): string => `证书序列号：${serial}`,
  issuer: (issuer: string, from: string, until: string): string => `签发机构：${issuer}，证书有效期 ${from} 至 ${until}`,
  claimed: '（以下是文件自己写的，未经证实）',
  revokedLater: (time: string, why: string): string => `提醒：证书在签名之后的 ${time} 被吊销（${why}），签名时仍有效。`,
  revocationUnknown: '提醒：没有提供吊销清单（--trust），没有检查证书是否被吊销过。',
  noRoots: '没有提供根证书（--root 或 --trust）：内容和签名前后一致，但证书是谁签发的还不能确认。',
  timestamp: '附有服务商时间戳，本命令不验证它。',
} as const;
