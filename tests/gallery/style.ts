/** Colours and sizes of interface.md; WeCom and DingTalk differ in where the colour sits and how buttons stand. */
export const STYLE = `
:root { --danger:#C8102E; --warn:#B25E00; --ok:#0B7A4B; --act:#1563D6; --ink:#1B1F24; --mute:#5B6470; --line:#E3E7EC; --page:#F6F7F9; --paper:#FFFFFF; }
:root:has(#dark:checked) { --danger:#FF6B6B; --warn:#FFB454; --ok:#4CC38A; --act:#6EA8FE; --ink:#E8EAED; --mute:#9AA4B2; --line:#2B3036; --page:#111418; --paper:#1B1F24; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--page); color: var(--ink); font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
header { position: sticky; top: 0; display: flex; gap: 16px; align-items: center; padding: 12px 24px; background: var(--paper); border-bottom: 1px solid var(--line); }
h1 { font-size: 18px; } h2 { font-size: 22px; padding: 24px 24px 0; } h3 { font-size: 16px; margin-bottom: 8px; } small { color: var(--mute); font-weight: normal; }
nav { display: flex; gap: 12px; flex: 1; flex-wrap: wrap; } a { color: var(--act); }
section { padding: 16px 24px; border-bottom: 1px solid var(--line); }
.ways { display: flex; gap: 24px; flex-wrap: wrap; align-items: flex-start; }
figure { width: 320px; } .lock { width: 240px; }
figcaption { color: var(--mute); font-size: 12px; margin-bottom: 4px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 12px; overflow-wrap: anywhere; }
figure.danger { --tone: var(--danger); } figure.warn { --tone: var(--warn); } figure.act { --tone: var(--act); } figure.ok { --tone: var(--ok); } figure.past { --tone: var(--mute); }
.dingtalk .card { border-top: 4px solid var(--tone); }
.strip { font-size: 12px; color: var(--tone); font-weight: 600; }
.dingtalk .strip { display: inline-block; background: var(--tone); color: var(--paper); border-radius: 4px; padding: 0 6px; }
.title { font-size: 16px; font-weight: 600; }
.note { color: var(--mute); font-size: 12px; }
.fact { margin: 8px 0; white-space: pre-line; }
.dingtalk .fact { font-size: 22px; line-height: 1.3; font-weight: 700; }
.wecom .fact { font-size: 14px; }
.row { display: flex; gap: 12px; } .row b { flex: 0 0 64px; color: var(--mute); font-weight: normal; }
.state { color: var(--mute); } .result { color: var(--tone); font-weight: 600; }
.question { margin-top: 8px; font-weight: 600; }
.choice::before { content: "○ "; color: var(--mute); } .choice.on::before { content: "● "; color: var(--act); }
.button { margin-top: 8px; min-height: 36px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 8px; text-align: center; color: var(--act); }
.button.primary { background: var(--act); border-color: var(--act); color: var(--paper); } .button.danger { color: var(--danger); }
.link, .menu { margin-top: 8px; color: var(--act); font-size: 12px; } .menu { text-align: right; color: var(--mute); } .menu::before { content: "⋯ "; }
.lock .card { background: #000000CC; color: #FFFFFF; border: 0; }
`;
