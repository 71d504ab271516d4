// Text → units, the same rules as sitegen/search/encode.py: a unit is one letter or digit of any
// script, width folded, lower case; sentence ends cut a query, other punctuation does not count.

const HARD = /[。！？；!?;\n\s]+/u;
const LETTER = /[\p{L}\p{N}]/u;
export const SPACE = "\u2420";
const GLUE = [
  ..."_\u203F\u2040\u2054\uFE33\uFE34\uFE4D\uFE4E\uFE4F\uFF3F",
  ...run(0x1f150, 26),
  ...run(0x1f170, 26),
];
const FIRST = 0xe000;
export const LONGEST = 120; // units of one query that are looked at

/** The unit a character stands for, or nothing. */
export function unit(character) {
  const folded = character.normalize("NFKC");
  const one = [...folded].length === 1 ? folded : character;
  return LETTER.test(one) ? one : "";
}

/** The units of a text, as an array of lower-case characters. */
export function units(text) {
  const found = [];
  for (const character of text) {
    const one = unit(character).toLowerCase();
    if (one) found.push(...one);
  }
  return found;
}

/** The parts of a query: it is cut at white space and sentence ends; each part is a phrase. */
export function parts(query) {
  let left = LONGEST;
  const found = [];
  for (const piece of String(query).slice(0, 4 * LONGEST).split(HARD)) {
    const part = units(piece).slice(0, left);
    left -= part.length;
    if (part.length) found.push(part);
  }
  return found;
}

const UNWANTED = /(?<=\S\s+)(?:[-－−]|NOT\s+)(?=\p{L})(\S+)/gu;

/** A query without what it does not want, and what that is: 财政 -攀枝花, 财政 NOT 攀枝花. */
export function wished(text) {
  const left = String(text).replace(UNWANTED, " ");
  return { text: left, unwanted: [...String(text).matchAll(UNWANTED)].flatMap(([, word]) => parts(word)) };
}

const ONE = "哪个部门|哪些部门|哪个单位|哪些单位|什么部门|什么单位|谁";
// at the end of a question it tells nothing here: everything on these sites is about publishing
const SAID = "(?:公布|公开|公示|发布|披露)";
const TOLD = `(?:${SAID}(?:一次|(?=$|[在到从]?(?:哪|何))))?`;
const DO = "负责|承担|牵头|配合|参与";
const ASKED = new RegExp(
  [
    "请问|我?想要?(?:知道|了解|查询?|问)(?:一下)?|我想|^我要",
    "(?<=\\p{Script=Han}{2})的?(?:(?:联系|办公|咨询)?电话|联系方式|官方网站|官网|网址|地址)(?:是?多少|是什么)?$",
    `(?:由|归|是)?(?:${ONE})(?:来|去)?(?:负责|主管|牵头|管)?${SAID}?`,
    `${SAID}?(?:什么时候|什么时间|何时|几时|几月|哪天|哪一天|多久|多长时间|多少天)${TOLD}`,
    `(?:要?去|在|到|从)?(?:哪里|哪儿|哪能|何处)(?:可以|能够?)?(?:查询?|看|找|办理?)?得?到?${TOLD}`,
    "(?:怎么样|怎么|怎样|如何|咋样|咋)(?:才能|可以|能)?(?:查询|查看|查找|查到?|办理|办$)?",
    `(?:都|各)?(?:应该?|需要?|要|得)?(?:${SAID}|做|干|管)(?:了|些)?(?:什么|哪些|啥)(?!时|地|部门|单位|意思)(?:内容|信息|事项|事情?|工作)?`,
    // 财政局牵头的任务, 财政局工作, but not 找工作
    `(?<=\\p{Script=Han}{2})(?:(?:主要)?(?:${DO})?的?(?:主要)?(?:工作任务|任务|职责|职能)|(?:(?:${DO})的?|的|(?<=[局委办厅]))工作)$`,
    `(?<=[局委办厅])(?:主要)?(?:${DO})的?$`,
    "(?:[一每]年)?(?:要?[开办]|举[办行])?(?:几|多少)次",
    "是什么意思|是什么|什么是|什么叫|什么地方|什么|应该由?|是多少|多少钱|多少|(?:(?:负责|承担|牵头)?的(?:任务|工作|事项)?|负责|承担|牵头)?有?哪些(?:任务|工作|事项)?|哪个|有没有|是否|能不能|可不可以|为什么",
    "[吗呢吧么]$|(\\p{Script=Han})不\\1", // 好不好
  ].join("|"),
  "gu",
);

/** A query without the words that make it a question; nothing if it has none, or only those. */
export function unasked(query) {
  const plain = query.map((part) => part.join("").replace(ASKED, " ").split(" ").map(units).filter((piece) => piece.length));
  return plain.every((pieces) => pieces.length === 1) && same(plain.flat(), query) ? [] : plain.flat();
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The pairs of a phrase: each unit with its successor. */
export function pairs(part) {
  return part.slice(1).map((after, place) => part[place] + after);
}

/** Pagefind's words back into text: the last unit of each word is the first of the next. */
export function decode(words) {
  let text = "";
  for (const word of words.split(" ")) {
    const characters = [...word];
    const places = characters.flatMap((character, place) => (unit(character) ? [place] : []));
    text += places.length > 1 ? characters.slice(0, places.at(-1)).join("") : word;
  }
  return text
    .replaceAll(SPACE, " ")
    .replace(/[\uE000-\uE03D]/g, (one) => GLUE[one.charCodeAt(0) - FIRST]);
}

function run(first, length) {
  return Array.from({ length }, (_, place) => String.fromCodePoint(first + place));
}
