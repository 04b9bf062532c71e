/** The two generated pages about settings: `docs/settings.md` for reading, `.env.example` for copying. Pure. */
import { type SettingRow, type SettingsGroup, describeSettings, variableName } from '../core/config.ts';

/** What programs other than the service read; they are no settings of a hospital. */
export const toolVariables: readonly SettingRow[] = [
  { variable: 'EMULATOR_HOST', fallback: '127.0.0.1', meaning: '模拟器的监听地址', required: false },
  { variable: 'PAGES_BASE', fallback: 'http://127.0.0.1:3000', meaning: '模拟器里的手机从哪里打开页面', required: false },
  { variable: 'WARDLINE_SERVICE', fallback: 'http://localhost:3000', meaning: '开发页面时（vite h5）接口在哪里', required: false },
  { variable: 'CHROMIUM_PATH', fallback: '', meaning: '浏览器测试用的 Chromium；不填则用随包安装的', required: false },
  { variable: 'CONTRACT_SECRET', fallback: '', meaning: 'HTTP 接口自检（npm run contract:check）用的密钥，免得写在命令里', required: false },
  { variable: 'TEST_DATABASE_URL', fallback: '', meaning: '填了则测试在这台 PostgreSQL 上跑，否则用内置数据库', required: false },
  { variable: 'TEST_REDIS_URL', fallback: '', meaning: '填了则缓存的测试也在这台 Redis 上跑', required: false },
];

const made = '由 `npm run settings:docs` 从程序里的声明生成，请不要手改。';

export function settingsPage(groups: Readonly<Record<string, SettingsGroup>>): string {
  const parts = Object.values(groups).map((group) => `## ${group.title}\n\n${condition(group)}${table(describeSettings(group))}`);
  const intro = [
    '# 设置',
    '',
    `全部设置来自环境变量，启动时一次读完；有填错的会一起列出，服务不启动。${made}`,
    '',
    '- 复制 [`.env.example`](../.env.example) 为 `.env`，去掉行首的 `#` 再填；空着等于没填。',
    '- 密码和密钥只放在 `.env` 或部署平台的密钥管理里，不要提交到代码库。',
    '- 改完运行 `npm run doctor`，它会逐项说明哪里不通、怎么改。',
  ].join('\n');
  return `${[intro, ...parts, `## 开发与测试\n\n服务本身不读这些。\n\n${table(toolVariables)}`].join('\n\n')}\n`;
}

function condition({ prefix, onlyWith }: SettingsGroup): string {
  return onlyWith === undefined ? '' : `填了 \`${variableName(prefix, onlyWith)}\` 这一组才启用。\n\n`;
}

function table(rows: readonly SettingRow[]): string {
  const cells = rows.map(({ variable, fallback, meaning, required }) => `| \`${variable}\` | ${required ? '**必填**' : fallback === '' ? '不填' : `\`${fallback}\``} | ${meaning} |`);
  return ['| 变量 | 默认 | 含义 |', '|---|---|---|', ...cells].join('\n');
}

/** Everything commented out: copied as it is, it changes nothing. */
export function exampleFile(groups: Readonly<Record<string, SettingsGroup>>): string {
  const parts = Object.values(groups).map((group) => {
    const { title, prefix, onlyWith } = group;
    const heading = onlyWith === undefined ? `## ${title}` : `## ${title}（填了 ${variableName(prefix, onlyWith)} 才启用）`;
    const rows = describeSettings(group).map(({ variable, fallback, meaning, required }) => `# ${meaning}${required ? '（必填）' : ''}\n#${variable}=${fallback}`);
    return [heading, ...rows].join('\n');
  });
  return `# 复制为 .env 再填。${made}\n# 每一项的默认值已写出；要改才去掉行首的 #。\n\n${parts.join('\n\n')}\n`;
}
