// Other ways to write the dates and document numbers of a query: 2017-07-31, 20170731, 七月三十一日 and 7/31 are 7月底前 in
// a plan, 〔二○一七〕第八十四号 is 〔2017〕84号.

import { counted } from "./numbers.js";

const NUMBER = /[〇零一二三四五六七八九十百]+(?=个?(?:年|月|日|号|天|小时|分钟|工作日|季度)|[)\]〕】])/gu;
// a circle or a letter is typed for the numeral that input methods hide: 二○一七, 二O一七, 二0一七
const ROUND = /(?<=[一二三四五六七八九])[○◯o0](?=[一二三四五六七八九○◯o0〇零])|(?<=[一二三四五六七八九][○◯o0〇零][一二三四五六七八九〇])[○◯o0]/giu;
const OF_DOCUMENT = /(20\d\d)年?([)\]〕】-]?)\s*第?\s*(\d{1,4})\s*号(?:文件|文)?/gu;
const WHOLE = /(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)[日号]?/gu;
const CLOSE = /(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/gu;
const SHORT = /(?<![\d.])(0?[1-9]|1[0-2])[-./](0?[1-9]|[12]\d|3[01])(?![\d.])/gu;
const EACH = /每一?个(?=月|季度|年|周|工作日)/gu;
const DAY = /(\d{1,2})月(\d{1,2})[日号]/gu;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The same text with its dates written otherwise, the closest first; nothing if it has no date. */
export function dated(text) {
  const digits = text.normalize("NFKC").replace(ROUND, "〇").replace(NUMBER, counted).replace(EACH, "每");
  const plain = digits.replace(CLOSE, "$1年$2月$3日").replace(WHOLE, "$1年$2月$3日").replace(SHORT, "$1月$2日");
  const bare = plain.replace(/(^|\D)0(?=\d[月日])/g, "$1").replace(OF_DOCUMENT, "$1$2$3号");
  // a year that was told tells more than a day
  const ways = [bare, bare.replace(/\d{4}年(?=\d)/g, "")].flatMap((way) => {
    return [way, ended(way), ended(way).replace(/年12月底/g, "年底").replace(/12月底/g, "年底")];
  });
  return [...new Set(ways)].filter((way) => way !== text);
}

/** The last day of a month as its end; the 28th of February counts, too. */
const ended = (text) =>
  text.replace(DAY, (day, month, number) => {
    const short = month === "2" && number === "28";
    return short || Number(number) === DAYS[month - 1] ? `${month}月底` : day;
  });
