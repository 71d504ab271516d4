// Other spellings of a query, tried when the words as typed find little: traditional characters as
// simplified ones, names that mean the same, pinyin and its initials, and words that sound alike.

const MOST = 6; // alternatives of one kind

let simple; // Map traditional → simplified
let groups; // [[name, …] that mean the same]
let read; // [[pinyin, initials, word]]
let sounds; // Map character → syllable

/** Other queries to run, best first: {kind, words}. `found` is how much the words as typed found. */
export async function* alternatives(query, found, json) {
  await load(json);
  const plain = simplified(query);
  if (changed(query, plain)) yield { kind: "simplified", words: plain };
  for (const words of synonyms(plain)) yield { kind: "same", words };
  const letters = query.flat().join("");
  if (/^[a-z]{2,}$/.test(letters)) {
    for (const word of spelled(letters)) yield { kind: "pinyin", words: [[...word]] };
  } else if (!found) {
    for (const word of alike(plain)) yield { kind: "sound", words: [[...word]] };
  }
}

async function load(json) {
  if (read) return;
  const [same, pinyin] = await Promise.all([json("same.json"), json("pinyin.json")]);
  const to = [...same.simplified];
  simple = new Map([...same.traditional].map((character, place) => [character, to[place]]));
  groups = same.groups;
  sounds = new Map();
  for (const [syllable, characters] of Object.entries(pinyin.syllables)) {
    for (const character of characters) sounds.set(character, syllable);
  }
  read = pinyin.words;
}

const changed = (a, b) => a.flat().join(" ") !== b.flat().join(" ");

const simplified = (query) => query.map((part) => part.map((one) => simple.get(one) ?? one));

function synonyms(query) {
  const found = [];
  query.forEach((part, place) => {
    const text = part.join("");
    for (const group of groups) {
      const name = group.filter((word) => text.includes(word)).sort((a, b) => b.length - a.length)[0];
      if (!name) continue;
      for (const other of group) {
        if (text.includes(other)) continue;
        found.push(query.map((own, at) => (at === place ? [...text.replace(name, other)] : own)));
      }
    }
  });
  return found.slice(0, MOST);
}

/** Words whose pinyin, or its initials, the letters are or begin; whole matches first. */
function spelled(letters) {
  const rank = ([whole, initials]) => {
    if (whole === letters) return 0;
    if (initials === letters) return 1;
    if (letters.length > 2 && whole.startsWith(letters)) return 2;
    return letters.length > 2 && initials.startsWith(letters) ? 3 : 9;
  };
  return best(rank);
}

/** Words that sound like the query. */
function alike(query) {
  const sound = query.flat().map((one) => sounds.get(one) ?? one).join("");
  if (query.flat().length < 2) return [];
  return best(([whole]) => (whole === sound ? 0 : whole.startsWith(sound) ? 2 : 9));
}

function best(rank) {
  const ranked = read.map((entry) => [rank(entry), entry[2]]).filter(([place]) => place < 9);
  ranked.sort((a, b) => a[0] - b[0] || a[1].length - b[1].length);
  const first = ranked[0]?.[0];
  // a whole match makes beginnings noise
  const kept = ranked.filter(([place]) => first > 1 || place <= 1);
  return [...new Set(kept.map(([, word]) => word))].slice(0, MOST);
}
