"use strict";
// What a reader can do without: sorting, pages of long tables, copying a citation, and opening
// what a link leads into. Words come from the page's own text and go back as text only.
(() => {
  const ROWS = 200;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  const say = (words) => { status.textContent = words; };
  const make = (name, words, className) => {
    const element = document.createElement(name);
    element.textContent = words;
    if (className) element.className = className;
    return element;
  };

  const pages = (table) => {
    const body = table.tBodies[0];
    if (body.rows.length <= ROWS) return () => {};
    const nav = make("nav", "", "pager");
    const back = make("button", "Previous rows");
    const next = make("button", "Next rows");
    const where = make("span", "");
    back.type = next.type = "button";
    nav.setAttribute("aria-label", "Pages of the table");
    nav.append(back, where, next);
    table.parentElement.after(nav);
    let first = 0;
    const show = (from) => {
      const rows = [...body.rows];
      first = Math.max(0, Math.min(from, rows.length - 1));
      rows.forEach((row, at) => { row.hidden = at < first || at >= first + ROWS; });
      where.textContent = `Rows ${first + 1} to ${Math.min(first + ROWS, rows.length)} of ${rows.length}`;
      back.disabled = first === 0;
      next.disabled = first + ROWS >= rows.length;
    };
    back.addEventListener("click", () => show(first - ROWS));
    next.addEventListener("click", () => show(first + ROWS));
    show(0);
    addEventListener("beforeprint", () => { for (const row of body.rows) row.hidden = false; });
    addEventListener("afterprint", () => show(first));
    return () => show(0);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const repage = pages(table);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const number = head.classList.contains("n");
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === (number ? "descending" : "ascending") ? number : !number;
        for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const keyed = [...body.rows].map((row) => [key(row), row]);
        const value = (words) => Number.parseFloat(words.replaceAll(",", "")) || 0;
        keyed.sort(([a], [b]) => (number ? value(a) - value(b) : a.localeCompare(b, "en")) * (up ? 1 : -1));
        body.append(...keyed.map(([, row]) => row));
        repage();
        say(`Sorted by ${button.textContent}, ${up ? "ascending" : "descending"}`);
      });
    });
  }

  const citation = (figure) => {
    const source = document.getElementById(`d-${figure.dataset.source}`);
    const words = figure.querySelector("mark").textContent;
    const part = (name) => source?.querySelector(name)?.textContent.trim();
    const where = figure.querySelector(".where").textContent;
    const sha256 = source?.dataset.sha256;
    const named = [part(".outlet"), part("cite") && `“${part("cite")}”`, part(".at")].filter(Boolean).join(", ");
    const digest = sha256 && !where.includes(sha256) ? `, SHA-256 ${sha256}` : "";
    return `“${words}” (${named}; ${where}${digest}; record ${figure.id})`;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", text);
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  // A page has thousands of passages: their buttons come when they are opened.
  const dress = (opened) => {
    for (const figure of opened.querySelectorAll("figure.passage:not(:has(button))")) {
      const button = make("button", "Copy citation", "copy");
      button.type = "button";
      button.addEventListener("click", async () => {
        await copy(citation(figure));
        button.textContent = "Copied";
        say("Citation copied");
        setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
      });
      figure.append(button);
    }
  };
  document.addEventListener("toggle", (event) => { if (event.target.open) dress(event.target); }, true);

  // A link into closed details opens them; browsers that do so by themselves lose nothing.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.localName === "details" && !at.open) at.open = true;
    }
    if (target.matches("figure.passage")) {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      details.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-printed]")) {
      details.open = false;
      delete details.dataset.printed;
    }
  });
})();
