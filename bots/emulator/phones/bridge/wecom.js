/* The native side of @wecom/jssdk: WeixinJSBridge.invoke(name, params, answer) and on(event, handler). */
const { tell, ask } = globalThis.emuPhone;
const answerTo = (name, result = 'ok', more = {}) => ({ err_msg: `${name}:${result}`, ...more });

const native = {
  closeWindow: async () => {
    tell('close');
    return answerTo('closeWindow');
  },
  scanQRCode: async () => {
    const text = await ask('scan');
    return text ? answerTo('scanQRCode', 'ok', { resultStr: text }) : answerTo('scanQRCode', 'cancel');
  },
  launchMiniprogram: async ({ appid, path }) => {
    tell('toast', { text: `打开小程序 ${appid}` });
    window.emuOpened = { appid, path };
    return answerTo('launchMiniprogram');
  },
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
