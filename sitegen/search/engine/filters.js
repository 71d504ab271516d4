// Filters in Pagefind's own form: {name: value | [values, all of them] | {any|all|none|not: …}}, and
// how many pages hold each value.

const COMBINED = ["any", "all", "none", "not"];

/** Whether a page's facets fit the filters. */
export function passes(facets, wanted) {
  return Object.entries(wanted).every(([name, rule]) => {
    if (COMBINED.includes(name)) return judge(name, [rule].flat().map((inner) => passes(facets, inner)));
    return holds(facets[name] ?? [], rule);
  });
}

function holds(values, rule) {
  if (typeof rule === "string") return values.includes(rule);
  if (Array.isArray(rule)) return rule.every((inner) => holds(values, inner));
  return Object.entries(rule ?? {}).every(([how, inner]) => {
    const each = [inner].flat().map((value) => holds(values, value));
    return judge(how, each);
  });
}

function judge(how, each) {
  if (how === "any") return each.some(Boolean);
  if (how === "none") return !each.some(Boolean);
  if (how === "not") return !each.every(Boolean);
  return each.every(Boolean);
}

/** Every facet's values, numbered, so that counting them is quick. */
export class Facets {
  #numbers = new Map();
  #names = [];

  /** The number of a facet's value. */
  number(name, value) {
    const key = JSON.stringify([name, value]);
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#names.push([name, value]) - 1);
    return this.#numbers.get(key);
  }

  /** {name: {value: pages}} over some results, with every value that there is. */
  counts(results) {
    const counted = new Uint32Array(this.#names.length);
    for (const { row } of results) for (const number of row.values) counted[number] += 1;
    const found = {};
    this.#names.forEach(([name, value], number) => ((found[name] ??= {})[value] = counted[number]));
    return found;
  }
}
