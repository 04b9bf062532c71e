/** The WeCom tenant as an administrator would have set it up. Mutable: the admin API changes it while it runs. */
import { wecomTenant } from '../tenant.ts';

export interface WecomApp {
  readonly agentid: number;
  readonly name: string;
  secret: string;
  /** Receive-message settings; without an address cards that call back are refused with 43012. */
  callbackUrl: string | undefined;
  token: string;
  aesKey: string;
  /** Hosts with port that a sign-in may return to. */
  trustedDomains: readonly string[];
  /** Callers the app may be used from; undefined lets everybody (apps from before 2022-06-20). */
  trustedIps: readonly string[] | undefined;
  /** Userids in the visible range; undefined is the whole hospital. */
  visible: readonly string[] | undefined;
}

export interface WecomSettings {
  readonly corpId: string;
  readonly corpName: string;
  readonly app: WecomApp;
  /** Secret of the contacts-sync assistant: id lists only, since 2022-08-15. */
  readonly contactsSecret: string;
  readonly bot: { readonly id: string; readonly secret: string; readonly name: string };
  /** Origins of the product's pages as the tenant knows them, and as a phone's frame reaches them. */
  pages: PagesOrigins;
}

export interface PagesOrigins {
  /** `http://localhost:3000`. */
  readonly home: string;
  /** Where the WeCom phone's frame reaches the same pages; undefined without a phones page. */
  frame: string | undefined;
}

/** The demonstration tenant. */
export function defaultSettings(change: Partial<WecomApp> = {}): WecomSettings {
  const app: WecomApp = {
    agentid: wecomTenant.agentId,
    name: wecomTenant.appName,
    secret: wecomTenant.secret,
    callbackUrl: wecomTenant.callbackUrl,
    token: wecomTenant.token,
    aesKey: wecomTenant.aesKey,
    trustedDomains: wecomTenant.trustedDomains,
    trustedIps: undefined,
    visible: undefined,
    ...change,
  };
  return {
    corpId: wecomTenant.corpId,
    corpName: wecomTenant.corpName,
    app,
    contactsSecret: wecomTenant.contactsSecret,
    bot: { id: wecomTenant.botId, secret: wecomTenant.botSecret, name: `${wecomTenant.appName}助手` },
    pages: { home: 'http://localhost:3000', frame: undefined },
  };
}
