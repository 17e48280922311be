/** Slips of a pinyin keyboard or of dictation: signs that sound alike. Only within a command's own word, one at a time. */
const ALIKE: Readonly<Record<string, string>> = {
  签: '千牵迁钱前',
  收: '受手首守',
  销: '消削肖',
  号: '好浩',
  查: '察茶插',
  询: '寻讯巡旬循',
  统: '通同桶',
  计: '记纪济',
  排: '派牌拍',
  行: '形航',
  名: '明铭',
  榜: '傍棒膀绑',
  评: '平坪凭',
  价: '介阶架加',
  延: '沿严言盐',
  期: '其起齐棋',
  转: '专砖赚',
  办: '半班扮版',
  回: '会',
  复: '付覆负富副',
  协: '斜写胁',
  结: '节洁解',
  帮: '邦梆',
  助: '住祝柱',
  员: '圆元园',
  超: '抄钞',
  重: '从虫崇',
  列: '例烈',
  表: '标裱',
  派: '排拍',
};

/** The spellings of a word with one slip in it. A word of one sign has none: nothing would be left to know it by. */
export function slipsOf(word: string): readonly string[] {
  const signs = [...word];
  if (signs.length < 2) return [];
  return signs.flatMap((sign, at) => [...(ALIKE[sign] ?? '')].map((other) => signs.with(at, other).join('')));
}
