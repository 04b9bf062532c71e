/** The screen of a nurse station as it hangs on the wall: read from four metres, heard, and honest about silence. */
import { potassium } from '../kit/world.ts';
import { sees, type, press } from './support/hands.ts';
import { house } from './support/house.ts';
import { wide } from './support/touch.ts';

const told = house(['1004', '9101']);
const WALL = { width: 1920, height: 1080 } as const;

told('put up at the desk, let in by a code, sounds and shows; says when it has no sound and when nothing comes any more', async (t, { w, as, visitor, picture }) => {
  const desk = await as('1004', '/desk/ward-screens');
  await sees(desk, '还没有大屏');
  await type(desk, 'input[placeholder="护士站正面"]', ['护士站']);
  await press(desk, '新增并取配对码');
  await sees(desk, /配对码 [2-9A-Z]{8}/u);
  await picture(desk, 'screens-desk');
  const code = await desk.$eval('.given code', (node) => (node as unknown as { textContent: string }).textContent);

  const wall = await visitor('/screen', WALL);
  await sees(wall, '护士站大屏');
  await type(wall, '.pair input', ['XXXX2222']);
  await press(wall, '配对');
  await sees(wall, '配对码不对或已过期');
  await picture(wall, 'screen-pair');
  await wall.$eval('.pair input', (node) => void ((node as unknown as { value: string }).value = ''));
  await type(wall, '.pair input', [code]);
  await press(wall, '配对');
  await sees(wall, /心内科一病区[\s\S]*没有待处理的危急值/u);
  await picture(wall, 'screen-empty');

  for (const [bed, value] of [['CARD1-12', '7.1'], ['CARD1-3', '2.1'], ['CARD1-20', '7.4']] as const) await w.laboratorySends(bed, [potassium(value)]);
  await w.settle();
  await w.press('dingtalk', '1006', 'acknowledge');
  await sees(wall, /12床[\s\S]*电解质[\s\S]*等待 李医生 确认[\s\S]*20床[\s\S]*顾医生 \S+ 已接手/u);
  t.notRegex(await wall.evaluate('document.body.innerText') as string, /王|李\*|7\.1|血钾/u);
  t.true(await wide(wall));
  await picture(wall, 'screen-values');
  const small = await wall.evaluate(`Math.min(...[...document.querySelectorAll('.screen *')].filter((node) => node.children.length === 0 && node.textContent.trim() !== '').map((node) => parseFloat(getComputedStyle(node).fontSize)))`) as number;
  t.true(small >= 40, `letters of ${small} px are not read from four metres`);

  await wall.setOfflineMode(true);
  await sees(wall, '连接中断');
  await picture(wall, 'screen-offline');
  await wall.setOfflineMode(false);
  await sees(wall, /声音/u);

  const silent = await as('1004', '/desk/ward-screens');
  await sees(silent, /心内科一病区 · 护士站[\s\S]*正常/u);
});

told('a screen that has no sound says so until it is touched; it rings for a new one, again each minute, and not once somebody has it', async (t, { w, visitor, picture }) => {
  const wall = await visitor('/guide', WALL);
  await wall.evaluateOnNewDocument(`
    window.rings = 0; window.muted = true;
    window.AudioContext = class extends EventTarget {
      constructor() { super(); this.currentTime = 0; this.destination = {}; }
      get state() { return window.muted ? 'suspended' : 'running'; }
      async resume() {} async close() {}
      createOscillator() { return { frequency: {}, connect: (next) => next, start: () => { window.rings += 1; }, stop() {} }; }
      createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next }; }
    };`);
  const head = await w.signIn('1004');
  const { code } = (await head('POST', '/ward-screens', { ward: 'CARD1', name: '静音' })).data as { code: string };
  await wall.goto(new URL('/screen', wall.url()).href);
  await type(wall, '.pair input', [code]);
  await press(wall, '配对');
  await sees(wall, '声音没有开，请点一下屏幕或按任意键');
  await picture(wall, 'screen-muted');
  await wall.evaluate('window.muted = false');
  await wall.mouse.click(900, 900);
  await sees(wall, '声音已开');
  const rings = async (): Promise<number> => (await wall.evaluate('window.rings')) as number;
  const before = await rings();
  await w.laboratorySends('CARD1-5', [potassium('7.2')]);
  await w.settle();
  await sees(wall, /5床/u);
  t.is(await rings(), before + 3, 'three tones for a new one');
});
