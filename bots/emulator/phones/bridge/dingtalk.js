/* The native side of dingtalk-jsapi on iOS: WebViewJavascriptBridge.callHandler(name, params, answer). */
const { tell, ask, corpId } = globalThis.emuPhone;
const fine = (result = {}) => ({ errorCode: '0', errorMessage: 'success', result });
const failed = (errorCode, errorMessage) => ({ errorCode: String(errorCode), errorMessage });

const requestCode = async (params) => {
  if (params?.corpId && params.corpId !== corpId) return failed(9, 'corpId 与当前企业不一致');
  const response = await fetch('/__auth-code', { method: 'POST' });
  if (!response.ok) return failed(-2, '网络异常');
  return fine({ code: (await response.json()).code });
};

const scan = async () => {
  const text = await ask('scan');
  return text ? fine({ text }) : failed(-1, '用户取消');
};

const native = {
  'runtime.permission.requestAuthCode': requestCode,
  'runtime.permission.requestAuthCodeV2': requestCode,
  'runtime.permission.requestJsApis': async () => fine(),
  'biz.navigation.setTitle': async ({ title }) => {
    document.title = title ?? '';
    return fine();
  },
  'biz.navigation.close': async () => {
    tell('close');
    return fine();
  },
  'biz.navigation.goBack': async () => {
    if (window.navigation?.canGoBack) window.navigation.back();
    else tell('close');
    return fine();
  },
  'biz.navigation.setLeft': async () => fine(),
  'biz.navigation.setRight': async () => fine(),
  'biz.util.openLink': async ({ url }) => {
    // What the app opens beside pages; the address with its ticket stays with the page that asked.
    if (url.startsWith('dingtalk://')) {
      tell('toast', { text: `打开小程序 ${new URL(url).searchParams.get('miniAppId') ?? ''}` });
      window.emuOpened = url;
      return fine();
    }
    location.href = url;
    return fine();
  },
  'biz.util.scan': scan,
  'biz.util.scanCard': scan,
  'device.notification.toast': async ({ text }) => {
    tell('toast', { text });
    return fine();
  },
  'device.notification.vibrate': async () => fine(),
  'device.notification.alert': async ({ message, title }) => {
    tell('toast', { text: [title, message].filter(Boolean).join('：') });
    return fine({});
  },
  'device.base.getPhoneInfo': async () => fine({ version: '17.5.1', brand: 'apple', model: 'iPhone' }),
  'device.connection.getNetworkType': async () => fine({ result: 'wifi' }),
};

window.WebViewJavascriptBridge = {
  init: () => undefined,
  registerHandler: () => undefined,
  callHandler: (name, params, answer) => {
    const handler = native[name] ?? (async () => failed(3, `模拟器没有 ${name}`));
    handler(params ?? {}).then(answer, (error) => answer(failed(-2, String(error))));
  },
};
document.dispatchEvent(new Event('WebViewJavascriptBridgeReady'));
