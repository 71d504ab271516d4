// Words by their sound: pinyin, its initials, and slips of the ear.

const MOST = 6; // queries of one kind
const LONG = 4; // letters, of which fewer are initials of too much
const LONGEST = 12; // characters, of which more are found as near
const LETTERS = /^[a-z]{2,}$/;
const MIXED = /[a-z]{2}.*\p{Script=Han}|\p{Script=Han}.*[a-z]{2}/u;
const HAN = /\p{Script=Han}/u;
const files = new Map();

/** A table of words with the syllables of each: [{word, sound: [syllable, …]}]. */
export async function table(name, file) {
  const key = `read ${name}`;
  if (files.has(key)) return files.get(key);
  const [{ words, odd }, syllables] = await Promise.all([file(name), sounds(file, false)]);
  const made = words.map((word, place) => {
    const sound = odd[place]?.split(" ") ?? [...word].map((one) => syllables.get(one) ?? one);
    return { word, sound };
  });
  files.set(key, made);
  return made;
}

/** Character → syllable: those of the site, and those that input methods offer instead. */
async function sounds(file, all) {
  const tables = await Promise.all([file("sounds.json"), ...(all ? [file("other-sounds.json")] : [])]);
  const found = new Map();
  for (const [syllable, characters] of tables.flatMap(Object.entries)) {
    for (const character of characters) found.set(character, syllable);
  }
  return found;
}

/** Parts in Latin letters, or partly, as the words whose pinyin, or its initials, they are. */
export async function typed(given, literal, file) {
  if (literal) return [];
  const query = given.map(toneless);
  const letters = query.flat().join("");
  if (LETTERS.test(letters)) {
    const words = await read(letters, file);
    if (words.length) return words.map((word) => [[...word]]);
  }
  let made = [[]];
  for (const part of query) {
    const ways = await meant(part, file);
    made = made.flatMap((before) => ways.map((way) => [...before, ...way])).slice(0, MOST);
  }
  return made;
}

/** What a part may mean: [[part, …], …], or itself. */
async function meant(part, file) {
  const own = part.join("");
  const words = LETTERS.test(own) ? await read(own, file) : MIXED.test(own) ? await halfway(own, file) : [];
  if (words.length) return words.slice(0, 3).map((word) => [[...word]]);
  const composed = LETTERS.test(own) ? composition(own, await table("names.json", file)) : null;
  return [composed ?? [part]];
}

/** Letters without the marks of tones, ü as input methods have it. */
function toneless(part) {
  const plain = part.join("").normalize("NFD").replaceAll("u\u0308", "v").replace(/[\u0300-\u030c]/g, "");
  return [...plain.normalize("NFC")];
}

/** The words that letters spell; lü is typed as lv, but also as lu. */
async function read(letters, file) {
  const words = await spelled(letters, file);
  const other = letters.replace(/([ln])u(?!a)/g, "$1v");
  const found = words.length || other === letters ? words : await spelled(other, file);
  return found.length || letters.length < LONG ? found : misread(letters, file);
}

/** The pieces of names and titles that letters spell if characters are read as elsewhere: 河长制 as hechangzhi. */
async function misread(letters, file) {
  const [usual, unusual] = await Promise.all([sounds(file, false), file("readings.json")]);
  const ways = new Map([...usual].map(([character, syllable]) => [character, [syllable]]));
  for (const [syllable, characters] of Object.entries(unusual)) {
    for (const character of characters) ways.get(character)?.push(syllable);
  }
  const tables = await Promise.all([table("names.json", file), table("titles.json", file)]);
  const words = tables.flat().map(({ word, sound }) => {
    return { word, sound: [...word].map((one, place) => [sound[place], ...(ways.get(one) ?? [])]) };
  });
  return commonest(words, (options) => anyhow(options, letters)).slice(0, 3);
}

/** Where letters stand in a text whose characters may be read in several ways: [start, end) in characters. */
function anyhow(options, letters) {
  const end = (place, left) => {
    if (!left) return place;
    for (const one of options[place] ?? []) {
      const found = one && left.startsWith(one) && end(place + 1, left.slice(one.length));
      if (found) return found;
    }
    return 0;
  };
  for (let start = 0; start < options.length; start++) {
    const found = end(start, letters);
    if (found > start + 1) return [start, found];
  }
  return null;
}

async function spelled(letters, file) {
  const names = best(await table("names.json", file), ({ sound }) => rank(sound, letters));
  if (names.sure) return names.words;
  const titles = await table("titles.json", file);
  const within = names.words.length ? [] : commonest(titles, (sound) => stretch(sound, letters));
  const initials = letters.length < LONG ? [] : commonest(titles, (sound) => initial(sound, letters));
  return [...new Set([...names.words.slice(0, 3), ...within, ...initials.slice(0, 2)])];
}

/** Names one after the other that letters spell whole, as parts. */
function composition(letters, names) {
  const whole = new Map(names.map(({ word, sound }) => [sound.join(""), word]));
  const ends = [...letters].map((_, place) => place + 1).reverse();
  const from = (start) => {
    if (start === letters.length) return [];
    for (const end of ends.filter((one) => one > start)) {
      const word = whole.get(letters.slice(start, end));
      const rest = word && from(end);
      if (rest) return [[...word], ...rest];
    }
    return null;
  };
  return from(0);
}

/** Names that begin as a part that is half characters, half pinyin: 财政ju. */
async function halfway(own, file) {
  const items = own.match(/[a-z]+|[^a-z]/gu);
  const found = best(await table("names.json", file), ({ word, sound }) => {
    const end = follows([...word], sound, items);
    return end === sound.length ? 0 : end ? 2 : 9;
  });
  return found.words;
}

/** How many characters of a word characters and pinyin stand for, 0 if they do not. */
function follows(word, sound, items) {
  let place = 0;
  for (const item of items) {
    if (item === word[place]) place += 1;
    else {
      let left = item;
      while (left && sound[place] && left.startsWith(sound[place])) left = left.slice(sound[place++].length);
      if (left) return 0;
    }
  }
  return place;
}

/** Where letters are the initials of a text: [start, end) in characters. */
function initial(sound, letters) {
  const place = sound.map((one) => one[0]).join("").indexOf(letters);
  return place < 0 ? null : [place, place + letters.length];
}

/** Whole pinyin, whole initials, beginning of the pinyin, beginning of the initials. */
function rank(sound, letters) {
  const whole = sound.join("");
  const initials = sound.map((one) => one[0]).join("");
  if (whole === letters) return 0;
  if (initials === letters) return 1;
  if (letters.length > 2 && whole.startsWith(letters)) return 2;
  return letters.length > 2 && initials.startsWith(letters) ? 3 : 9;
}

/** Where letters stand in a text's pinyin, from a syllable's start: [start, end) in characters. */
function stretch(sound, letters) {
  for (let start = 0; start < sound.length; start++) {
    let end = start;
    let left = letters;
    while (end < sound.length && left.startsWith(sound[end])) left = left.slice(sound[end++].length);
    if (!left) return [start, end];
    if (end > start + 1 && sound[end]?.startsWith(left)) return [start, end + 1];
  }
  return null;
}

/** Words that sound like the query. */
export async function alike(query, literal, file) {
  const characters = query.flat();
  if (literal || characters.length < 2 || characters.length > LONGEST || LETTERS.test(characters.join(""))) return [];
  const own = await sounds(file, false);
  const known = characters.every((one) => own.has(one) || !HAN.test(one)) ? own : await sounds(file, true);
  const wanted = characters.map((one) => known.get(one) ?? one);
  const begins = (sound, start) => wanted.every((one, place) => sound[start + place] === one);
  const names = best(await table("names.json", file), ({ sound }) => {
    return begins(sound, 0) ? (sound.length === wanted.length ? 0 : 2) : 9;
  });
  const within = (sound) => {
    const start = sound.findIndex((_, place) => begins(sound, place));
    return start < 0 ? null : [start, start + wanted.length];
  };
  // two syllables stand in many titles, across the bounds of words: 工资 would be 共资 in 公共资源
  const found = names.words.length || wanted.length < 3;
  const words = found ? names.words : commonest(await table("titles.json", file), within);
  return words.map((word) => [[...word]]);
}

/** The words that a judge finds fitting, best first, and whether they are more than what begins alike. */
function best(words, judge) {
  const ranked = words.map((entry) => [judge(entry), entry.word]).filter(([place]) => place < 9);
  ranked.sort((a, b) => a[0] - b[0] || a[1].length - b[1].length);
  const first = ranked[0]?.[0];
  // a whole match makes beginnings noise
  const fitting = ranked.filter(([place]) => first > 1 || place <= 1).map(([, word]) => word);
  return { words: [...new Set(fitting)], sure: first <= 2 };
}

/** The pieces of titles that fit, the most frequent first. */
function commonest(titles, find) {
  const counted = new Map();
  for (const { word, sound } of titles) {
    const place = find(sound);
    if (!place) continue;
    const piece = [...word].slice(...place).join("");
    counted.set(piece, (counted.get(piece) ?? 0) + 1);
  }
  return [...counted].sort((a, b) => b[1] - a[1]).map(([piece]) => piece);
}
