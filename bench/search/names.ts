/** Names as they are spread over a Chinese city: a hundred family names by their share, given names of one and two characters. */
import { rowsOfName } from '../../services/shared/patients/index.ts';

/** Share of people in per mille, after the public security ministry's yearly lists; what is left shares the rest. */
const families = '王72 李72 张68 刘54 陈45 杨31 黄22 赵20 吴20 周20 徐14 孙14 马13 朱12 胡12 郭11 何11 林11 高10 罗10 郑9 梁8 谢8 宋8 唐7 许7 韩7 冯6 邓6 曹6 彭6 曾6 肖5 田5 董5 袁5 潘5 于4 蒋4 蔡4 余4 杜4 叶4 程4 苏4 魏4 吕4 丁4 任4 沈4 姚4 卢4 姜4 崔4 钟3 谭3 陆3 汪3 范3 金3 石3 廖3 贾3 夏3 韦3 付3 方3 白3 邹3 孟3 熊3 秦3 邱3 江3 尹2 薛2 闫2 段2 雷2 侯2 龙2 史2 陶2 黎2 贺2 顾2 毛2 郝2 龚2 邵2 万2 钱2 严2 覃2 武2 戴2 莫2 孔2 向2 汤2 单1 解1 查1 仇1 欧阳1 司马1 诸葛1 上官1'
  .split(' ').map((one) => ({ family: one.replace(/\d+$/, ''), share: Number(/\d+$/.exec(one)?.[0]) }));

const characters = Array.from('伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超兰霞平刚桂玉华建国红梅文辉力健俊鹏飞燕玲慧娟婷婷雪琴云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉德顺海波宁贵福生龙元全胜学祥才发武新利清彬富信子浩轩宇欣怡梓涵晨思雨诗琪博睿泽一诺依然可馨雅欢乐天成康星光永世广志义兴良山仁东升林有坚和彪诚先敬震振壮会群豪心邦承绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭士以致树炎行时泰盛雄琛钧冠策腾楠榕风航弘长春培');

export interface NamePool {
  /** 1,000 places of family names: drawn evenly they come as often as they do in life. */
  readonly families: readonly string[];
  /** Given names, the frequent ones first. */
  readonly given: readonly string[];
}

/** The same pool each time. */
export function namePool(givenNames: number): NamePool {
  const single = [...new Set(characters)];
  const seen = new Set<string>();
  for (let at = 0; seen.size < givenNames; at++) {
    // One in six has one character. Frequent characters meet frequent ones.
    const first = single[(at * 7 + Math.floor(at / single.length)) % single.length] ?? '';
    const second = single[(at * at + at * 13) % single.length] ?? '';
    seen.add(at % 6 === 0 && at / 6 < single.length ? first : first + second);
    if (at > givenNames * 20) break;
  }
  return { families: families.flatMap(({ family, share }) => Array.from({ length: share }, () => family)), given: [...seen] };
}

/** Keys of every name that the pool can make, as the product writes them, in batches. */
export function* keysOfPool({ families: places, given }: NamePool, batch: number): Generator<ReturnType<typeof rowsOfName>> {
  let rows: ReturnType<typeof rowsOfName> = [];
  for (const family of new Set(places)) {
    for (const own of given) {
      rows.push(...rowsOfName({ patientId: '', name: family + own }));
      if (rows.length >= batch) {
        yield rows;
        rows = [];
      }
    }
  }
  yield rows;
}
