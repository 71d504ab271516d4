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

/** {name: {value: pages}} over some pages' facets, with every value that `names` knows. */
export function counts(names, pages) {
  const counted = {};
  for (const [name, values] of Object.entries(names)) {
    counted[name] = Object.fromEntries([...values].map((value) => [value, 0]));
  }
  for (const facets of pages) {
    for (const [name, values] of Object.entries(facets)) {
      for (const value of values) counted[name][value] += 1;
    }
  }
  return counted;
}
