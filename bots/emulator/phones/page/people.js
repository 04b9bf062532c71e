/** Who is holding the phone: a dialog with a list to search by name, number, department, role. */
import { el } from './el.js';

const ROLES = { doctor: '医生', nurse: '护士', technician: '技师', pharmacist: '药师', administrator: '管理', lab: '检验' };

/** `心血管内科 · 主治医师`. */
export function aboutOf(person) {
  return [person.departmentName, person.title || ROLES[person.role] || person.role].filter(Boolean).join(' · ');
}

export function avatar(name) {
  return el('span', { class: 'avatar', 'aria-hidden': 'true', text: name.slice(-2) });
}

function matches(person, words) {
  const text = [person.name, person.staffNumber, person.userid, aboutOf(person), ROLES[person.role], person.wardCode].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Opens the dialog; resolves with the person, or nothing. */
export function pickPerson(people, platform, platformName) {
  const list = el('ul', { 'aria-label': '通讯录' });
  const search = el('input', { type: 'search', placeholder: '姓名、工号、科室、角色', 'aria-label': '搜索', autocomplete: 'off' });
  const dialog = el('dialog', { class: `picker ${platform}`, 'aria-label': `谁拿着${platformName}手机` },
    el('form', { method: 'dialog' }, el('header', {}, el('h2', { text: `谁拿着${platformName}手机` }), search), list));
  const choose = (person) => {
    dialog.returnValue = person.userid;
    dialog.close(person.userid);
  };
  const draw = () => fill(list, people.filter((person) => matches(person, search.value.toLowerCase().split(/\s+/).filter(Boolean))), choose);
  search.addEventListener('input', draw);
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    list.querySelector('button')?.click();
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close(''));
  draw();
  document.body.append(dialog);
  dialog.showModal();
  search.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(people.find((person) => person.userid === dialog.returnValue));
    }, { once: true });
  });
}

function fill(list, people, choose) {
  list.replaceChildren();
  let group;
  for (const person of people) {
    if (person.departmentName !== group) {
      group = person.departmentName;
      list.append(el('li', { class: 'group', text: group }));
    }
    list.append(el('li', {}, el('button', { type: 'button', onclick: () => choose(person) },
      avatar(person.name),
      el('span', {}, person.active ? person.name : `${person.name}（已离职）`, el('small', { text: `${person.title || ROLES[person.role] || ''} · 工号 ${person.staffNumber}` })),
      person.unread > 0 && el('span', { class: 'count', text: person.unread > 99 ? '99+' : String(person.unread), 'aria-label': `${person.unread} 条未读` }))));
  }
  if (people.length === 0) list.append(el('li', { class: 'none', text: '没有找到。换个姓名、工号或科室试试。' }));
}
