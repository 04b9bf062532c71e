/** One of the two phones on the emulator's page, held and pressed like a phone. */
import type { Frame, Page } from 'puppeteer-core';
import { press, sees, type } from './hands.ts';

export type PlatformName = 'dingtalk' | 'wecom';

export interface Phone {
  /** Opens the chat with our app from the list. */
  openChat(): Promise<void>;
  /** Opens our app from the workbench. */
  openApp(): Promise<Frame>;
  press(label: string): Promise<void>;
  choose(option: string): Promise<void>;
  sees(words: string | RegExp): Promise<void>;
  /** Presses what leads to a page and gives the page inside the phone. */
  follow(label: string): Promise<Frame>;
  closePage(): Promise<void>;
}

export function phoneOn(page: Page, platform: PlatformName): Phone {
  const own = `.${platform}`;
  const chat = `${own} .stream`;
  const frame = async (): Promise<Frame> => {
    const element = await page.waitForSelector(`${own} .web iframe`);
    const found = await element?.contentFrame();
    if (found === undefined) throw new Error('no page has opened in the phone');
    await found.waitForSelector('main');
    return found;
  };
  return {
    // A banner may cover the line; pressing that opens the chat as well.
    openChat: () => press(page, '移动医护', `${own} .chats`),
    openApp: async () => {
      await press(page, '工作台', `${own} .tabs`);
      await press(page, '移动医护', `${own} .apps`);
      return frame();
    },
    press: (label) => press(page, label, chat),
    choose: async (option) => {
      const values = await page.$$eval(`${chat} option`, (options, label) => options.filter(({ textContent }) => textContent === label).map((each) => each.getAttribute('value') ?? ''), option);
      await page.select(`${chat} select`, values.at(-1) ?? '');
    },
    sees: (words) => sees(page, words, own),
    follow: async (label) => {
      await press(page, label, chat);
      return frame();
    },
    closePage: () => press(page, '关闭', `${own} .web`),
  };
}

/** Sets a signing PIN in the page and signs with it. */
export async function signFirstTime(page: Frame, pin: string): Promise<void> {
  await type(page, 'input[type=password]', [pin, pin]);
  await press(page, '设好密码并签名');
  await sees(page, /已签名|已办结/);
}
