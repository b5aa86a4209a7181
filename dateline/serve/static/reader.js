"use strict";
// Pointing at an event, or at one of its fields, lights up the words that it was read from.
const events = [...document.querySelectorAll(".event")];
const stretches = [...document.querySelectorAll(".read")];
const has = (list, name) => list.split(" ").includes(name);

function light(event, field) {
  for (const each of stretches) {
    each.classList.toggle("on", Boolean(event) && has(each.dataset.events, event));
    each.classList.toggle("field", Boolean(field) && has(each.dataset.fields, field));
  }
  for (const each of events) each.classList.toggle("on", each.dataset.event === event);
}

for (const each of events) {
  const show = () => light(each.dataset.event, null);
  each.addEventListener("mouseenter", show);
  each.addEventListener("focusin", show);
  for (const row of each.querySelectorAll("[data-field]")) {
    row.addEventListener("mouseenter", () => light(each.dataset.event, row.dataset.field));
    row.addEventListener("mouseleave", show);
  }
}
for (const each of stretches) {
  each.addEventListener("mouseenter", () => light(each.dataset.events.split(" ")[0] || null, null));
}
document.addEventListener("keydown", (key) => {
  if (key.ctrlKey || key.metaKey || key.altKey || !["j", "k"].includes(key.key) || !events.length) return;
  const at = events.indexOf(document.activeElement.closest(".event"));
  const next = key.key === "j" ? Math.min(at + 1, events.length - 1) : Math.max(at - 1, 0);
  events[next].focus();
  document.querySelector(`.on.evidence`)?.scrollIntoView({ block: "nearest" });
});
