/** The page at `/`: two phones side by side, kept up to date. */
import { get, listen } from './api.js';
import { Drawer } from './drawer.js';
import { Phone } from './phone.js';

/** In the address: who holds which phone. */
const PARAMETERS = { dingtalk: 'd', wecom: 'w' };

// Frames and page must be the same site for the holder's cookie to travel, and the frames are on localhost.
if (location.hostname === '127.0.0.1') location.hostname = 'localhost';
else void start();

async function start() {
  const [settings, { people }] = await Promise.all([get('/_emu/phones'), get('/_emu/people')]);
  document.querySelector('#home').href = `${settings.home}/`;
  const phones = ['dingtalk', 'wecom'].map((platform) => new Phone(platform, settings, people));
  document.querySelector('#phones').append(...phones.map(({ element }) => element));
  const drawer = new Drawer(document.querySelector('#drawer'), document.querySelector('#open-drawer'));
  await drawer.load();
  for (const phone of phones) {
    phone.onHold = remember;
    const holder = holderOf(phone.platform, people);
    phone.setPeople(people);
    if (holder) await phone.hold(holder);
  }
  follow(phones, drawer);
}

function holderOf(platform, people) {
  const here = people.filter((person) => person.platform === platform && person.active);
  const asked = new URLSearchParams(location.search).get(PARAMETERS[platform]);
  return here.find(({ staffNumber, userid }) => staffNumber === asked || userid === asked) ?? here[0];
}

function remember(person) {
  const url = new URL(location.href);
  url.searchParams.set(PARAMETERS[person.platform], person.staffNumber);
  history.replaceState(null, '', url);
}

function follow(phones, drawer) {
  const live = document.querySelector('#live');
  const peopleAgain = async () => {
    const { people } = await get('/_emu/people');
    for (const phone of phones) {
      phone.setPeople(people);
      if (!phone.person) {
        const holder = holderOf(phone.platform, people);
        if (holder) await phone.hold(holder);
      }
    }
  };
  const everything = async () => {
    await Promise.all([drawer.load(), peopleAgain(), ...phones.map((phone) => phone.load())]);
  };
  listen({
    poll: () => void everything().catch(() => undefined),
    state: (open) => {
      live.textContent = open ? '实时' : '连接断开，正在重试';
      live.classList.toggle('slow', !open);
    },
    hear: (name, data) => {
      if (name === 'message' || name === 'changed' || name === 'toast') for (const phone of phones) phone.heard(name, data);
      else if (name === 'clock') drawer.setClock(data);
      else if (name === 'faults') void drawer.load();
      else if (name === 'people') void peopleAgain();
      else if (name === 'reset') void everything();
    },
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) for (const phone of phones) phone.draw();
  });
}
