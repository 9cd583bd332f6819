// The HTML report as its readers meet it: from the disk, with no network, by mouse, by keyboard, without
// a script, light and dark, on a phone and on a desk. `cargo xtask page-test` calls it so:
//
//   node page.mjs REPORT.html CHROMIUM FOLDER-FOR-SCREENSHOTS

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, executablePath, pictures] = process.argv.slice(2);
const address = pathToFileURL(path.resolve(report)).href;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** A fresh browser with networking off; whatever the page asks for or complains of is a failure. */
const open = async (options, work) => {
  const context = await browser.newContext({ viewport: DESK, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  await work(page, complaints);
  assert.deepEqual(complaints, []);
  await context.close();
};

const tests = {
  "it opens": () => open({}, async (page) => {
    const loaded = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
    console.log(`        loaded in ${Math.round(loaded)} ms`);
    assert.equal(await page.locator("h1").count(), 1);
    assert.ok(await page.locator("table.stories tbody tr").count() > 0, "it has stories");
  }),

  "the table sorts, by mouse and by keyboard": () => open({}, async (page) => {
    const table = page.locator("table.stories");
    const column = async (at) => table.locator(`tbody tr > :nth-child(${at})`).allTextContents();
    const number = (words) => Number.parseFloat(words.replaceAll(",", "")) || 0;
    const head = table.locator("thead th").nth(1);
    await head.locator("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    const down = (await column(2)).map(number);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const up = (await column(2)).map(number);
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    await table.locator("thead th button").first().click();
    const titles = await column(1);
    assert.deepEqual(titles, [...titles].sort((a, b) => a.trim().localeCompare(b.trim(), "en")));
    assert.equal(await head.getAttribute("aria-sort"), null, "one column is sorted at a time");
  }),

  "a cell opens its sources side by side at the right words": () => open({}, async (page) => {
    const row = page.locator("tr.claim").filter({ has: page.locator(".state.differs") }).first();
    const cells = row.locator("a.words");
    assert.ok(await cells.count() > 1, "several sources make the claim");
    const words = (text) => text.replace(/^[“]|[”]$/gu, "").trim();
    for (const at of [0, 1]) {
      const cell = cells.nth(at);
      const shown = words(await cell.textContent());
      const target = (await cell.getAttribute("href")).slice(1);
      await cell.click();
      const passage = page.locator(`[id="${target}"]`);
      await passage.waitFor({ state: "visible" });
      await page.waitForFunction((id) => {
        const box = document.getElementById(id).getBoundingClientRect();
        return box.top < innerHeight && box.bottom > 0;
      }, target);
      assert.equal(words(await passage.locator("mark").textContent()), shown);
      const beside = passage.locator("xpath=..").locator("figure.passage");
      assert.ok(await beside.count() > 1, "the others stand beside it");
      for (const one of await beside.all()) {
        assert.ok(await one.isVisible());
        assert.match(await one.locator(".where").first().textContent(), /text bytes \d+–\d+.*SHA-256 [0-9a-f]{64}/u);
      }
    }
  }),

  "a citation is copied": () => open({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.locator("tr.claim a.words").first().click();
    const button = page.locator("figure.passage:focus button, figure.passage:target button").first();
    await button.click();
    await page.locator("button.copy", { hasText: "Copied" }).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^“.+” \(.*bytes \d+–\d+.*SHA-256 [0-9a-f]{64}/su);
  }),

  "the keyboard reaches everything": () => open({}, async (page) => {
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")];
      const seen = all.filter((it) => !it.disabled && it.checkVisibility({ visibilityProperty: true }));
      seen.forEach((it, at) => { it.dataset.reach = at; });
      return seen.length;
    });
    const reached = new Set();
    for (let press = 0; press < wanted + 20 && reached.size < wanted; press += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => document.activeElement?.dataset.reach);
      if (at !== undefined) reached.add(at);
    }
    const missed = await page.evaluate((known) => [...document.querySelectorAll("[data-reach]")]
      .filter((it) => !known.includes(it.dataset.reach)).map((it) => it.outerHTML.slice(0, 120)), [...reached]);
    assert.deepEqual(missed, []);
    await page.evaluate(() => document.activeElement.blur());
    const summary = page.locator("tr.evidence summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("tr.evidence details[open]").count() === 1, "Enter opens");
  }),

  "it reads without a script": () => open({ javaScriptEnabled: false }, async (page) => {
    assert.ok(await page.locator("table.stories tbody tr").first().isVisible());
    assert.ok(await page.locator("tr.claim a.words").first().isVisible());
    const target = await page.locator("tr.claim a.words").first().getAttribute("href");
    await page.locator("tr.claim a.words").first().click();
    await page.locator(`[id="${target.slice(1)}"]`).waitFor({ state: "visible" });
  }),

  "a phone shows it without scrolling sideways": () => open({ viewport: PHONE }, async (page) => {
    const [width, room] = await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
      return [document.documentElement.scrollWidth, innerWidth];
    });
    assert.ok(width <= room, `${width} px in ${room}`);
  }),

  "it prints with every passage": () => open({}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(await page.locator("figure.passage").first().isVisible());
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator("details[open]").count(), 0);
  }),

  "no script runs but its own": () => open({}, async (page, complaints) => {
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.smuggled = true";
      document.body.append(script);
    });
    assert.equal(await page.evaluate(() => window.smuggled), undefined);
    assert.equal(complaints.splice(0).length, 1, "the browser says that it refused");
  }),
};

for (const [scheme, viewport, name] of [["light", DESK, "desk"], ["dark", DESK, "desk"], ["light", PHONE, "phone"], ["dark", PHONE, "phone"]]) {
  tests[`axe finds nothing, ${name}, ${scheme}`] = () => open({ viewport, colorScheme: scheme }, async (page) => {
    await page.screenshot({ path: path.join(pictures, `report-${name}-${scheme}.png`) });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll(".story:nth-of-type(-n+2) details")) details.open = true;
      for (const story of document.querySelectorAll(".story")) story.style.contentVisibility = "visible";
    });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await axe.run()).violations
      .map((it) => `${it.id}: ${it.help}; ${it.nodes.length} times, ${it.nodes[0].html.slice(0, 160)}`));
    assert.deepEqual(found, []);
    await page.locator(".story").first().screenshot({ path: path.join(pictures, `story-${name}-${scheme}.png`) });
  });
}

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const started = Date.now();
  try {
    await test();
    console.log(`well    ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.message}\n${error.stack?.split("\n").find((line) => line.includes("page.mjs")) ?? ""}`);
  }
}
await browser.close();
console.log(`${Object.keys(tests).length - failed} of ${Object.keys(tests).length} well; pictures in ${pictures}`);
process.exit(failed ? 1 : 0);
