import test from 'ava';
import { decrypt, encrypt, getJsApiSignature, getSignature } from '@wecom/crypto';
import { jsApiSignature, seal, signatureOf, unseal } from './crypto.ts';

// Vectors computed twice by independent implementations (platforms.md, Part 5).
const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const random = Buffer.from('0123456789abcdef');
const corp = 'wwemu0000000000001';
const echo = 'Q3stYC6hdFzMh9T8HCvyDOjpXLNauJhx2jaflIofLlU1b6OEG68w0JlwDmVozadR7AK5XoeCp5ugV4YH9IYA7w==';
const cardEvent =
  '<xml><ToUserName><![CDATA[wwemu0000000000001]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName>' +
  '<CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event>' +
  '<EventKey><![CDATA[approve]]></EventKey><TaskId><![CDATA[t-0001]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>' +
  '<ResponseCode><![CDATA[RC1]]></ResponseCode><AgentID>1000002</AgentID></xml>';
const cardEventSealed =
  'Q3stYC6hdFzMh9T8HCvyDMVbDYE9LP0AJUyvSUco6Iz7YMSY1Y+fXXN7+m4KxmYDkck8tv16GMNtUkgZFa1NdHNcfIHHAkQaMxpmDIHFDfRKjy+DWdO4sKdVGiN7WFRi+tTQZVguiMxS/N5iUE+en2RKW6VV3eOSpDEqOxo7h6G12/qJThdBnT39pQF+U4BcWcLMKbNaIbnT9iL+REKky3ekOVmYNgY2YLOeLmpUuCmMsfsVNqPKIONv5COD/1ZEuih0RrgyyujWqIvWqWBplMD/V5YNaHM6paRq+k9yFarSvejkZlnRWK7O+sRfEuHtP7KHhM6oLiNZnkn6p25maFqQTxm7W7dvdpAyo7xX8ic/Ns6jQPGRmcvdEvwFfDiJ5SNzwn0bCEb9cV31qwou+znkhyD7dVPTqmomltPrEaIeOaj3c+gAI1BOvha7q2mS5PT+LmMWLslNm0qhnZAOgSB0h6L9p3pGPfp5Mh98tTFnlm9LqcuOLhOdULZ487G9rjPULWBN8kvpVVsrHqeuEGR+D4WfReuxgyV9+NFls8sb1bdd5sVQEvWFY8s83eOGSn5R6mxGscmyRp0GqJ1F6dYdcFwwheNJk7pZIcwPb6IOUnJnZLXYfM+lyH8HfZ7n';

test('the address check vector comes out exactly', (t) => {
  t.is(seal(key, '5927782489442352469', corp, random), echo);
  t.is(signatureOf('emuToken01', '1700000000', '1234567890', echo), 'b02e9086ec0e727de97ec58449bec03016ddb9eb');
});

test('the card event vector comes out exactly', (t) => {
  t.is(seal(key, cardEvent, corp, random), cardEventSealed);
  t.is(signatureOf('emuToken01', '1700000000', '1234567890', cardEventSealed), '88f3635c08cf71c474a3dda427e61397278e57c0');
});

test('the jsapi vector comes out exactly and the fragment does not count', (t) => {
  const expected = 'f227f532d708e166efcd2c7e05f6f0b3811c378f';
  t.is(jsApiSignature('TICKET', 'NONCE', '1700000000', 'https://h5.example.test/a?x=1#/b'), expected);
  const theirs = getJsApiSignature({ ticket: 'TICKET', nonceStr: 'NONCE', timestamp: 1_700_000_000, url: 'https://h5.example.test/a?x=1' });
  t.is(theirs.signature, expected);
});

test('@wecom/crypto reads what we seal and we read what it seals', (t) => {
  const theirs = decrypt(key, seal(key, '你好 👋', corp));
  t.is(theirs.message, '你好 👋');
  t.is(theirs.id, corp);
  t.deepEqual(unseal(key, encrypt(key, '你好 👋', corp)), { message: '你好 👋', receiveId: corp });
  t.is(getSignature('a', 'b', 'c', 'd'), signatureOf('a', 'b', 'c', 'd'));
});

test('a damaged cipher text is refused', (t) => {
  const sealed = Buffer.from(seal(key, 'x', corp, random), 'base64');
  sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 0xff;
  t.throws(() => unseal(key, sealed.toString('base64')));
  t.throws(() => seal('short', 'x', corp), { message: /43/ });
});
