// Other spellings of a query, tried when the words as typed find little: traditional characters as
// simplified ones, names that mean the same, pinyin and its initials, words that sound alike, and
// neighbouring characters the other way round. The words come from the site's own names and titles.

const MOST = 6; // alternatives of one kind
const LITTLE = 3; // with fewer pages than this, other spellings are tried
const LETTERS = /^[a-z]{2,}$/;

/** The kinds of other spellings in order; each is tried while fewer than `enough` pages are found. */
export const STAGES = [
  { kind: "simplified", enough: LITTLE },
  { kind: "same", enough: LITTLE },
  { kind: "pinyin", enough: 1 },
  { kind: "sound", enough: 1 },
  { kind: "order", enough: 1 },
];

const files = new Map();
let simple; // Map traditional → simplified
let groups; // [[name, …] that mean the same]

/** Other queries of a kind, best first. `literal` is how many pages the words as typed found. */
export async function alternatives(kind, query, literal, json) {
  const plain = await simplified(query, json);
  const found = await KINDS[kind](plain, literal, (name) => cached(name, json));
  const distinct = new Map(found.map((words) => [text(words), words])); // a word may stand in two groups of names
  distinct.delete(text(kind === "simplified" ? query : plain));
  return [...distinct.values()].slice(0, MOST);
}

const KINDS = {
  simplified: (plain) => [plain],
  same: (plain, literal) => synonyms(plain, literal > 0),
  pinyin: typed,
  sound: alike,
  order: turned,
};

const text = (query) => query.map((part) => part.join("")).join(" ");

async function cached(name, json) {
  if (!files.has(name)) files.set(name, await json(name));
  return files.get(name);
}

async function simplified(query, json) {
  if (!simple) {
    const same = await json("same.json");
    const to = [...same.simplified];
    simple = new Map([...same.traditional].map((character, place) => [character, to[place]]));
    groups = same.groups;
  }
  return query.map((part) => part.map((one) => simple.get(one) ?? one));
}

/** The query with a name in it replaced; if `whole`, only a part that is a name. */
function synonyms(query, whole) {
  const found = [];
  query.forEach((part, place) => {
    const own = part.join("");
    for (const group of groups) {
      const held = group.filter((word) => (whole ? own === word : own.includes(word)));
      const name = held.sort((a, b) => b.length - a.length)[0];
      if (!name) continue;
      for (const other of group) {
        if (own.includes(other)) continue;
        found.push(query.map((one, at) => (at === place ? [...own.replace(name, other)] : one)));
      }
    }
  });
  return found;
}

// By sound

/** A table of words with the syllables of each: [{word, sound: [syllable, …]}]. */
async function table(name, file) {
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

/** Parts in Latin letters as the words whose pinyin, or its initials, they are. */
async function typed(query, literal, file) {
  if (literal) return [];
  const letters = query.flat().join("");
  if (LETTERS.test(letters)) return (await spelled(letters, file)).map((word) => [[...word]]);
  let made = [[]];
  for (const part of query) {
    const own = part.join("");
    const words = LETTERS.test(own) ? (await spelled(own, file)).slice(0, 3) : [];
    const ways = words.length ? words.map((word) => [...word]) : [part];
    made = made.flatMap((before) => ways.map((way) => [...before, way])).slice(0, MOST);
  }
  return made;
}

async function spelled(letters, file) {
  const names = best(await table("names.json", file), ({ sound }) => rank(sound, letters));
  return names.length ? names : commonest(await table("titles.json", file), (sound) => stretch(sound, letters));
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
async function alike(query, literal, file) {
  const characters = query.flat();
  if (literal || characters.length < 2 || LETTERS.test(characters.join(""))) return [];
  const known = await sounds(file, true);
  const wanted = characters.map((one) => known.get(one) ?? one);
  const begins = (sound, start) => wanted.every((one, place) => sound[start + place] === one);
  const names = best(await table("names.json", file), ({ sound }) => {
    return begins(sound, 0) ? (sound.length === wanted.length ? 0 : 2) : 9;
  });
  const within = (sound) => {
    const start = sound.findIndex((_, place) => begins(sound, place));
    return start < 0 ? null : [start, start + wanted.length];
  };
  const words = names.length ? names : commonest(await table("titles.json", file), within);
  return words.map((word) => [[...word]]);
}

function best(words, judge) {
  const ranked = words.map((entry) => [judge(entry), entry.word]).filter(([place]) => place < 9);
  ranked.sort((a, b) => a[0] - b[0] || a[1].length - b[1].length);
  const first = ranked[0]?.[0];
  // a whole match makes beginnings noise
  return [...new Set(ranked.filter(([place]) => first > 1 || place <= 1).map(([, word]) => word))];
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

/** The query with two neighbouring characters exchanged, where a name or title then holds it. */
async function turned(query, literal, file) {
  const [part, ...others] = query;
  if (literal || others.length || part.length < 3) return [];
  const tables = await Promise.all([table("names.json", file), table("titles.json", file)]);
  const known = tables.flat().map(({ word }) => word).join("\n");
  const ways = part.slice(1).map((after, place) => {
    return [...part.slice(0, place), after, part[place], ...part.slice(place + 2)];
  });
  return ways.filter((way) => known.includes(way.join(""))).map((way) => [way]);
}
