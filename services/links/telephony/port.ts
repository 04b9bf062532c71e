/** Text messages and voice calls to the telephones of staff. Fixed texts of approved templates only: no patient, no value. */
export const means = ['sms', 'voice'] as const;
export type Means = (typeof means)[number];

/** `urgent`: 您有一条危急值待处理，请打开{app}查看; `code`: 验证码{code}. */
export type Message = { readonly kind: 'urgent'; readonly app: string } | { readonly kind: 'code'; readonly code: string };

/** What became of it, as far as the vendor says: arrived or answered, not, or not known yet. `code`: the vendor's own. */
export interface Receipt {
  readonly state: 'arrived' | 'not-arrived' | 'waiting';
  readonly code: string;
}

export interface TelephoneLink {
  readonly means: Means;
  /** `aliyun`, `tencent`, `gateway`: whose codes it speaks. */
  readonly vendor: string;
  /** `key`: ours, the same for the same message. Gives the vendor's number of it. @throws Failure */
  send(phone: string, message: Message, key: string): Promise<{ readonly ref: string }>;
  /** Absent where the vendor tells nothing afterwards. @throws Failure */
  receipt?(ref: string, phone: string, sentAt: Date): Promise<Receipt>;
}
