/** Names as people of a Chinese city bear them, by sex and by the years they were born in. Invented by drawing; nobody is meant. Pure. */
import type { Random } from '../random.ts';

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文'];
const doubled = ['欧阳', '上官', '司马', '诸葛', '夏侯'];

/** Given names by generation: before 1965, before 1985, before 2005, since then. */
const men: readonly (readonly string[])[] = [
  ['建国', '国强', '德福', '志明', '永昌', '振华', '文生', '福根', '长林', '玉山', '广才', '洪亮', '贵生', '世荣', '家兴', '庆元', '国栋', '保田', '忠义', '兴旺', '万春', '金水', '守业', '学文'],
  ['伟', '军', '勇', '建华', '海波', '志刚', '国庆', '晓东', '卫东', '永强', '文斌', '俊', '涛', '建平', '新民', '红兵', '立新', '少华', '宏伟', '旭东', '春雷', '志远', '利民', '宝山'],
  ['浩', '鹏', '磊', '宇航', '杰', '博文', '俊杰', '子健', '晨', '凯', '思远', '明轩', '阳', '天宇', '志豪', '嘉伟', '文轩', '斌', '泽宇', '家豪', '翔', '昊天', '睿', '锐'],
  ['浩然', '子轩', '宇轩', '梓睿', '沐辰', '一诺', '奕辰', '俊熙', '铭泽', '皓宇', '承泽', '景行'],
];
const women: readonly (readonly string[])[] = [
  ['秀英', '桂兰', '玉梅', '淑珍', '凤英', '素芳', '兰英', '桂珍', '月娥', '翠花', '玉兰', '秀珍', '春花', '巧云', '金凤', '惠芳', '菊英', '彩霞', '爱莲', '银娣', '美珍', '桂芬', '玉华', '秋菊'],
  ['丽', '敏', '静', '艳', '红梅', '晓红', '丽华', '海燕', '春燕', '玲', '雪梅', '建英', '文娟', '莉', '慧', '秀丽', '红霞', '丽萍', '亚萍', '卫红', '冬梅', '小琴', '爱华', '志英'],
  ['婷', '雪', '欣怡', '佳琪', '梦婷', '雨晴', '思琪', '颖', '倩', '丹', '晓雯', '雅婷', '诗涵', '璐', '嘉怡', '文静', '玥', '佳慧', '紫涵', '若彤', '雯', '娜', '莹', '琳'],
  ['梓涵', '欣妍', '语桐', '一诺', '若曦', '沐瑶', '诗雨', '可馨', '依诺', '雨桐', '芷若', '星辰'],
];

export function surname(random: Random): string {
  // Common surnames are much more common.
  if (random.chance(0.006)) return random.pick(doubled);
  return surnames[Math.floor(random.next() ** 1.9 * surnames.length)] ?? '王';
}

export function personName(random: Random, sex: 'M' | 'F', birthYear: number): string {
  const generation = birthYear < 1965 ? 0 : birthYear < 1985 ? 1 : birthYear < 2005 ? 2 : 3;
  return surname(random) + random.pick((sex === 'M' ? men : women)[generation] ?? []);
}
