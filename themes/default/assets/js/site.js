// "/" puts the cursor into the search box; the first use of a box loads the search. Display settings
// are kept for the next page. A link out of the site asks first.

const box = document.querySelector('form[role="search"] input[type="search"]');

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const load = async () => {
    const { suggest } = await import(new URL(form.dataset.suggest, document.baseURI).href);
    suggest(form);
  };
  form.addEventListener("focusin", load, { once: true });
}

const root = document.documentElement;
const display = document.querySelector(".display form");

if (display) {
  const { large, contrast } = root.dataset;
  document.getElementById("display-large").checked = large !== undefined;
  document.getElementById("display-contrast").checked = contrast !== undefined;
  document.getElementById(`display-${root.dataset.tone ?? "auto"}`).checked = true;
  // from here on the boxes alone decide
  for (const name of ["large", "contrast", "tone"]) delete root.dataset[name];
  display.addEventListener("change", () => {
    const chosen = {
      large: document.getElementById("display-large").checked,
      contrast: document.getElementById("display-contrast").checked,
      tone: new FormData(display).get("tone"),
    };
    try {
      localStorage.setItem("display", JSON.stringify(chosen));
    } catch {
      // storage is forbidden: the choice holds on this page
    }
  });
  display.addEventListener("submit", (event) => event.preventDefault());
  const panel = display.parentElement;
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.open = false;
    display.previousElementSibling.focus();
  });
  // left open, it would lie over what has the focus next
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !panel.contains(relatedTarget)) panel.open = false;
  });
}

const leave = document.getElementById("leave");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[rel~="external"]');
  if (!link || !leave?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  leave.querySelector(".target").textContent = link.href;
  leave.returnValue = "";
  leave.addEventListener("close", () => leave.returnValue === "go" && location.assign(link.href), { once: true });
  leave.showModal();
});
