/** Messages grouped into chats, as each app's list has them. */

/** The app's own chat unless the message belongs elsewhere. */
export function chatOf(message) {
  if (message.look?.group) return `group:${message.look.group}`;
  if (message.look?.chat) return message.look.chat;
  if (message.kind === 'notice') return 'notice';
  return message.kind === 'urgent' ? 'ding' : 'app';
}

const NAMES = { notice: '工作通知', ding: 'DING' };

/** Newest chat first; within a chat oldest message first, as one reads. `messages` come newest first. */
export function chatsOf(messages) {
  const chats = new Map();
  for (const message of messages) {
    const id = chatOf(message);
    const chat = chats.get(id) ?? { id, name: NAMES[id], messages: [], unread: 0 };
    chats.set(id, chat);
    chat.messages.unshift(message);
    chat.unread += message.unread ? 1 : 0;
    if (chat.name === undefined && message.kind !== 'mine') chat.name = message.from;
  }
  return [...chats.values()].map((chat) => ({ ...chat, name: chat.name ?? '移动医护', last: chat.messages.at(-1) }));
}

/** One line for list, banner and lock screen: only what the platform itself would show there. */
export function lineOf(message) {
  if (message.recalled) return '消息已撤回';
  if (message.kind === 'mine') return message.text;
  return message.summary || message.title;
}
