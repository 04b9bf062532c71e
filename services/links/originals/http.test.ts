/** The adapter against a real server that is slow, endless, elsewhere, missing, or answers something else. */
import anyTest, { type TestFn } from 'ava';
import { Failure } from '../../core/errors.ts';
import { httpOriginals } from './http.ts';
import { isListed, mayConnect, networksOf, readAddress } from './addresses.ts';
import { originalsSettings } from './settings.ts';
import { type SimulatedOriginals, file, simulatedOriginals } from './simulator.ts';

const test = anyTest as TestFn<SimulatedOriginals>;
test.before(async (t) => { t.context = await simulatedOriginals(); });
test.after.always((t) => t.context.stop());

const pdf = Buffer.from('%PDF-1.7\nsheet');
const settingsOf = (given: object) => originalsSettings.parse({ networks: '127.0.0.1', maxBytes: 1000, ...given });
const linkTo = ({ port, url }: SimulatedOriginals, given: object = {}) => httpOriginals(settingsOf({ hosts: `127.0.0.1:${port}`, ...given }), { baseUrl: `${url}/fhir`, bearer: () => Promise.resolve('T1') });
const why = async (asking: Promise<unknown>): Promise<string> => asking.then(() => 'fetched', (error: unknown) => (error instanceof Failure ? `${error.class} ${error.vendorCode}` : String(error)));

test('a file as it was promised, followed within its host; text of another character set becomes UTF-8', async (t) => {
  const { url, answer } = t.context;
  const link = linkTo(t.context);
  answer('/a.pdf', file('application/octet-stream', pdf));
  answer('/moved', (response) => void response.writeHead(302, { location: '/a.pdf' }).end());
  for (const path of ['/a.pdf', '/moved']) t.deepEqual(await link.fetch(`${url}${path}`, 'application/pdf'), { mediaType: 'application/pdf', bytes: pdf });
  answer('/gb', file('text/plain; charset=gb18030', Buffer.from('bbe1d5ef', 'hex')));
  t.deepEqual(await link.fetch(`${url}/gb`, 'text/plain'), { mediaType: 'text/plain', bytes: Buffer.from('会诊') });
  answer('/cda', file('application/xml', '<ClinicalDocument/>'));
  t.is((await link.fetch(`${url}/cda`, 'text/xml')).mediaType, 'application/hl7-cda+xml');
  answer('/fhir/Binary/b1', (response, { headers }) => file('application/fhir+json', JSON.stringify({ resourceType: 'Binary', contentType: 'application/pdf', data: headers.authorization === 'Bearer T1' ? pdf.toString('base64') : '' }))(response, undefined as never));
  t.deepEqual(await link.fetch('Binary/b1', 'application/octet-stream'), { mediaType: 'application/pdf', bytes: pdf }, 'of the FHIR server that is read, with its token');
  answer('/secret', (response, { headers }) => file('text/plain', headers.authorization ?? 'no token')(response, undefined as never));
  t.is((await link.fetch(`${url}/secret`, 'text/plain')).bytes.toString(), 'no token', 'nobody else gets it');
});

test('what is slow, endless, elsewhere, missing or something else is not had, and says why', async (t) => {
  const { url, port, answer } = t.context;
  const [link, hasty] = [linkTo(t.context), linkTo(t.context, { timeoutMs: 150 })];
  answer('/silent', () => undefined);
  answer('/dripping', (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  });
  answer('/announced', (response) => void response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '5000' }).end('x'.repeat(5000)));
  answer('/endless', (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const more = (): void => void (response.destroyed || response.write('x'.repeat(400), more));
    more();
  });
  answer('/away', (response) => void response.writeHead(302, { location: `http://localhost:${port}/a.pdf` }).end());
  answer('/circle', (response) => void response.writeHead(302, { location: '/circle' }).end());
  answer('/login', file('text/html', '<html>请登录</html>'));
  answer('/boom', file('text/plain', '', 502));
  answer('/denied', file('text/plain', '', 403));
  answer('/gone', file('text/plain', '', 410));
  answer('/none', file('text/plain', ''));
  answer('/cut', (response) => void response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '50' }).write('half', () => response.destroy()));
  for (const [path, reason, promised = 'text/plain'] of [
    ['/silent', 'transient timeout'], ['/dripping', 'transient timeout'], ['/announced', 'permanent too-large'], ['/endless', 'permanent too-large'], ['/away', 'permanent redirected'], ['/circle', 'permanent redirected'],
    ['/login', 'permanent wrong-type'], ['/login', 'permanent wrong-type', 'application/pdf'], ['/boom', 'transient server-failed'], ['/denied', 'permanent refused'], ['/gone', 'permanent not-found'], ['/nowhere', 'transient not-found'],
    ['/none', 'permanent empty'], ['/cut', 'transient unreachable'],
  ] as const) t.is(await why((reason === 'transient timeout' ? hasty : link).fetch(`${url}${path}`, promised)), reason, `${path} ${promised}`);
});

test('hosts of the setting alone, and no address inside unless it is named', async (t) => {
  const own = await simulatedOriginals();
  t.teardown(() => own.stop());
  const { port, url, asked } = own;
  t.is(await why(linkTo(own, { hosts: 'emr.example' }).fetch(`${url}/a.pdf`, 'text/plain')), 'permanent host-unlisted');
  t.is(await why(linkTo(own, { networks: '' }).fetch(`${url}/a.pdf`, 'text/plain')), 'permanent address-private');
  t.is(await why(linkTo(own, { hosts: `localhost:${port}`, networks: '10.0.0.0/8' }).fetch(`http://localhost:${port}/a.pdf`, 'text/plain')), 'permanent address-private', 'what a name leads to');
  t.is(await why(linkTo(own, { hosts: '127.0.0.1:1' }).fetch('http://127.0.0.1:1/a', 'text/plain')), 'transient unreachable');
  for (const address of ['file:///etc/passwd', `http://a:b@127.0.0.1:${port}/a.pdf`, '\\\\emr\\share\\a.pdf', 'ftp://127.0.0.1/a']) t.is(await why(linkTo(own).fetch(address, 'text/plain')), 'permanent address-unreadable', address);
  t.is(asked.length, 0, 'nothing was asked');
  const allowed = networksOf(['10.20.0.0/16', 'fd00::1']);
  for (const [address, may] of [['8.8.8.8', true], ['10.20.3.4', true], ['10.21.0.1', false], ['169.254.169.254', false], ['100.64.0.1', false], ['0.0.0.0', false], ['::1', false], ['::ffff:127.0.0.1', false], ['::ffff:10.20.0.1', true], ['fd00::1', true], ['fd00::2', false], ['2400:3200::1', true], ['x', false]] as const) t.is(mayConnect(address, allowed), may, address);
  const hosts = { hosts: ['emr.example', 'pacs.example:8080'] };
  for (const [address, is] of [['https://emr.example/a', true], ['http://EMR.example:80/a', true], ['http://emr.example:8080/a', false], ['http://pacs.example:8080/a', true], ['http://pacs.example/a', false], ['http://emr.example.evil/a', false]] as const) t.is(isListed(readAddress(address, undefined)!, hosts), is, address);
  for (const wrong of [{ hosts: 'http://emr' }, { hosts: 'emr', networks: '10.0.0.0/33' }, { hosts: 'emr', networks: 'ten' }]) t.false(originalsSettings.safeParse(wrong).success, JSON.stringify(wrong));
});
