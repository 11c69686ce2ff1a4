"use strict";
// Tables that may be sorted get buttons in their heads. Without this script they stand as they are.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  const keys = (place, isNumber) => (body) => {
    const cell = body.rows[0].cells[place];
    const key = cell.dataset.sort ?? cell.textContent.trim();
    return isNumber ? (key === "" ? NaN : Number(key)) : key.toLowerCase();
  };
  const isMissing = (key) => key === "" || Number.isNaN(key);
  heads.forEach((head, place) => {
    const isNumber = head.classList.contains("number");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const falls = before === null ? isNumber : before === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const key = keys(place, isNumber);
      const rows = [...table.tBodies].map((body) => [key(body), body]);
      // What is missing comes last, whichever way.
      rows.sort(([a], [b]) => {
        if (isMissing(a) || isMissing(b)) return isMissing(a) - isMissing(b);
        return (a < b ? -1 : a > b ? 1 : 0) * (falls ? -1 : 1);
      });
      table.append(...rows.map(([, body]) => body));
    });
  });
}
