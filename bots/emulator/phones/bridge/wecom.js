/* The native side of @wecom/jssdk: WeixinJSBridge.invoke(name, params, answer) and on(event, handler). */
const { tell, ask } = globalThis.emuPhone;
const answerTo = (name, result = 'ok', more = {}) => ({ err_msg: `${name}:${result}`, ...more });

/** The page's address and its signature are the app's to check. */
const registers = async (name, kind, params) => {
  const { appId, corpid, agentid, verifyTimestamp, verifyNonceStr, verifySignature, timestamp, nonceStr, signature } = params;
  const body = { kind, corp: corpid ?? appId, agent: agentid, timestamp: String(timestamp ?? verifyTimestamp), nonceStr: nonceStr ?? verifyNonceStr, signature: signature ?? verifySignature, url: location.href.split('#')[0] };
  const response = await fetch('/__page', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const { result } = response.ok ? await response.json() : { result: 'fail' };
  allowed ||= result === 'ok' && kind === 'agent';
  return answerTo(name, result);
};
let allowed = false;
/** Only for whoever registered as the app. */
const asApp = (name, does) => async (params) => (allowed ? does(params) : answerTo(name, 'permission denied'));

const native = {
  preVerifyJSAPI: (params) => registers('preVerifyJSAPI', 'corp', params),
  agentConfig: (params) => registers('agentConfig', 'agent', params),
  closeWindow: async () => {
    tell('close');
    return answerTo('closeWindow');
  },
  scanQRCode: asApp('scanQRCode', async () => {
    const text = await ask('scan');
    return text ? answerTo('scanQRCode', 'ok', { resultStr: text }) : answerTo('scanQRCode', 'cancel');
  }),
  launchMiniprogram: asApp('launchMiniprogram', async ({ appid, path }) => {
    tell('toast', { text: `打开小程序 ${appid}` });
    window.emuOpened = { appid, path };
    return answerTo('launchMiniprogram');
  }),
  historyBack: async () => {
    if (window.navigation?.canGoBack) window.navigation.back();
    else tell('close');
    return answerTo('historyBack');
  },
};

window.WeixinJSBridge = {
  invoke: (name, params, answer) => {
    const handler = native[name] ?? (async () => answerTo(name));
    handler(params ?? {}).then((result) => answer?.(result));
  },
  call: () => undefined,
  on: () => undefined,
};
document.dispatchEvent(new Event('WeixinJSBridgeReady'));
