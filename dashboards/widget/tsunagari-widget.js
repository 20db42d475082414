// <tsunagari-widget>: when to call. Reads best-times.json beside this file; the attribute `src` names another place,
// `lang` another language (ja, en), also later. Everything shown is set as text, never parsed as markup.

const TEXTS = {}; // filled in from texts.json by `publish`
const STYLES = ""; // filled in from widget.css by `publish`

const HOUR = 3600e3;
const STALE_AFTER = 36 * HOUR;
const OUTDATED_AFTER = 7 * 24 * HOUR;
const LOOK_AGAIN_AFTER = 60e3;
const WAITING = ["easy", "fairly_easy", "busy", "very_busy"];
const DAYS_A_WEEK = 7;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

function element(tag, { className = "", text, ...attributes } = {}, children = []) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
}

class TsunagariWidget extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #week = 0;
  #picked = -1; // of the week; below 0: nobody has picked yet
  #channel = 0; // of the live ones
  #drawn = "";
  #timer = 0;
  #times = null;

  static get observedAttributes() { return ["lang"]; }

  attributeChangedCallback() {
    if (this.#times) this.#draw();
  }

  connectedCallback() {
    this.#root.adoptedStyleSheets = [sheet];
    this.#load();
    this.#timer = setInterval(() => this.#lookAgain(), LOOK_AGAIN_AFTER);
  }

  disconnectedCallback() { clearInterval(this.#timer); }

  get #source() { return new URL(this.getAttribute("src") ?? "best-times.json", this.hasAttribute("src") ? document.baseURI : import.meta.url); }

  get #language() {
    const wanted = this.getAttribute("lang") ?? this.#times?.language;
    return wanted in TEXTS ? wanted : "ja";
  }

  async #load() {
    try {
      const answer = await fetch(this.#source, { cache: "no-cache", credentials: "omit" });
      if (!answer.ok) throw new Error(`${answer.status} for ${this.#source}`);
      const times = await answer.json();
      if (times.format !== 1) throw new Error(`best-times.json has format ${times.format}, this widget reads 1`);
      this.#times = times;
      this.#draw();
    } catch (problem) {
      console.warn("tsunagari-widget:", String(problem));
      if (!this.#times) this.#drawUnavailable();
    }
  }

  /** Draws again when the clock has reached another cell, day or age; reads the file again with it. */
  #lookAgain() {
    if (!this.#times || this.#state() !== this.#drawn) this.#load();
  }

  #state() {
    const { date, minute } = wallClock(Date.now(), this.#times.zone);
    const age = Date.now() - Date.parse(this.#times.updated);
    return [date, Math.floor(minute / this.#times.intervalMinutes), age > STALE_AFTER, age > OUTDATED_AFTER].join();
  }

  #drawUnavailable() {
    const texts = TEXTS[this.#language];
    const frame = element("section", { className: "frame", lang: this.#language, "aria-label": texts.title }, [
      element("header", {}, [element("h2", { text: texts.title })]),
      element("p", { className: "notice", role: "status", text: texts.unavailable }),
    ]);
    this.#root.replaceChildren(frame);
  }

  #draw() {
    const focused = this.#root.activeElement?.dataset.key;
    const channels = [this.#times, ...(this.#times.more ?? [])];
    this.#channel = Math.min(this.#channel, channels.length - 1);
    const times = { ...this.#times, ...channels[this.#channel] };
    const words = new Words(TEXTS[this.#language], times.levelEnds);
    const now = wallClock(Date.now(), times.zone);
    const age = Date.now() - Date.parse(times.updated);
    const today = times.days.findIndex((day) => day.date === now.date);
    const written = times.status === "written"; // hours and the time to a reply do not go stale
    const outdated = !written && (age > OUTDATED_AFTER || (times.status === "ok" && today < 0));
    const shown = !outdated && times.status === "ok";
    const view = { times, words, now, today, channels: outdated ? [] : channels };
    const frame = element("section", { className: "frame", lang: this.#language, "aria-label": words.title(times) }, [
      element("header", {}, [
        element("h2", { text: words.title(times) }),
        element("p", { className: "desk", text: times.desk }),
      ]),
      channels.length > 1 && this.#drawChannelButtons(words, channels),
      outdated && element("p", { className: "notice", role: "status", text: words.say("outdated") }),
      !outdated && !written && age > STALE_AFTER && element("p", { className: "notice", role: "status", text: words.say("stale") }),
      !outdated && times.status === "thin" && element("p", { className: "notice", role: "status", text: words.say("thin") }),
      written && drawReply(view),
      shown && drawToday(view),
      !shown && !written && drawOthers(view),
      shown && this.#drawWeek(view),
      drawFacts(view),
    ]);
    this.#root.replaceChildren(frame);
    this.#drawn = this.#state();
    if (focused) this.#root.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  #drawWeek(view) {
    const { times, words, today } = view;
    const from = today + this.#week * DAYS_A_WEEK;
    const days = times.days.slice(from, from + DAYS_A_WEEK);
    const later = times.days.length - today > DAYS_A_WEEK;
    const picked = this.#picked < 0 ? dayToOpenWith(view, days) : Math.min(this.#picked, days.length - 1);
    return element("section", { className: "week" }, [
      element("div", { className: "week-head" }, [
        element("h3", { text: words.say("week") }),
        later && this.#drawWeekButtons(words),
      ]),
      this.#drawDayButtons(words, days, picked),
      drawTable(view, days, picked),
      drawLegend(words, days),
      !isCrowded(view, times.days[today]) && days.some((day) => isCrowded(view, day)) && drawOthers(view),
    ]);
  }

  #drawChannelButtons(words, channels) {
    const buttons = channels.map((each, number) => this.#button(
      `channel-${number}`, this.#channel === number, words.channels(each.channels), () => {
        this.#channel = number;
        this.#picked = -1;
      },
    ));
    return element("div", { className: "weeks channels", role: "group", "aria-label": words.say("choose_channel") }, buttons);
  }

  #drawWeekButtons(words) {
    const button = (number, key) => this.#button(`week-${number}`, this.#week === number, words.say(key), () => {
      this.#week = number;
      this.#picked = -1;
    });
    return element("div", { className: "weeks", role: "group", "aria-label": words.say("weeks") }, [
      button(0, "first_week"), button(1, "second_week"),
    ]);
  }

  #drawDayButtons(words, days, picked) {
    const buttons = days.map((day, number) => {
      const button = this.#button(`day-${number}`, picked === number, "", () => { this.#picked = number; });
      button.append(
        element("span", { text: words.weekday(day.date), "aria-hidden": "true" }),
        element("span", { text: String(Number(day.date.slice(8))), "aria-hidden": "true" }),
        element("span", { className: "sr", text: words.date(day.date) }),
      );
      if (isClosed(day)) button.classList.add("is-closed");
      return button;
    });
    return element("div", { className: "days", role: "group", "aria-label": words.say("pick_day") }, buttons);
  }

  #button(key, pressed, text, act) {
    const made = element("button", { type: "button", text, "aria-pressed": String(pressed), "data-key": key });
    made.addEventListener("click", () => { act(); this.#draw(); });
    return made;
  }
}

/** Today while there is something left of it, else the next day on which somebody answers. */
function dayToOpenWith({ times, now }, days) {
  const left = days.findIndex((day) => day.levels.some((level, row) => level !== "closed"
    && (day.date > now.date || minuteOf(times.times[row]) + times.intervalMinutes > now.minute)));
  return Math.max(left, 0);
}

const isClosed = (day) => day.levels.every((level) => level === "closed");

/** Whether something that is left of a day is somewhat busy or busier. */
function isCrowded({ times, now }, day) {
  return day.levels.some((each, k) => (each === "busy" || each === "very_busy")
    && (day.date !== now.date || minuteOf(times.times[k]) + times.intervalMinutes > now.minute));
}

function drawToday(view) {
  const { times, words, now, today } = view;
  const day = times.days[today];
  const at = cellAt(times, now.minute);
  const level = at < 0 ? "closed" : day.levels[at];
  const ahead = day.best.filter(([, end]) => minuteOf(end) > now.minute);
  const message = messageOfToday({ day, times, now, words, ahead });
  return element("section", { className: "today" }, [
    element("div", { className: "today-head" }, [
      element("h3", { text: words.say("today") }),
      element("span", { className: "date", text: words.date(day.date) }),
      drawReasons(words, day),
    ]),
    message && element("p", { className: "message", text: message }),
    ahead.length > 0 && drawWindows({ times, words, day, windows: ahead, minute: now.minute }),
    ahead.length === 0 && drawNext({ times, words, today }),
    WAITING.includes(level) && element("p", { className: "now" }, [
      element("span", { text: words.say("now", { time: clockOf(now.minute) }) }),
      element("span", { className: `chip ${level}` }, words.level(level)),
    ]),
    isCrowded(view, day) && drawOthers(view),
  ]);
}

function cellAt(times, minute) {
  return times.times.findIndex((clock) => minuteOf(clock) <= minute && minute < minuteOf(clock) + times.intervalMinutes);
}

function messageOfToday({ day, times, now, words, ahead }) {
  const opened = times.times.filter((_, k) => day.levels[k] !== "closed").map(minuteOf);
  if (opened.length === 0) return words.say("closed_today");
  if (now.minute >= opened.at(-1) + times.intervalMinutes) return words.say("over_today");
  if (ahead.length === 0) return words.say(day.best.length ? "no_more_today" : "crowded_today");
  return now.minute < opened[0] ? words.say("before_opening", { time: clockOf(opened[0]) }) : "";
}

function drawWindows({ times, words, day, windows, minute }) {
  return element("ul", { className: "windows" }, windows.map(([first, end]) => {
    const level = day.levels[times.times.indexOf(first)];
    return element("li", { className: `window ${level}` }, [
      element("span", { className: "span", text: words.span([first, end]) }, [
        minuteOf(first) <= minute && element("span", { className: "going", text: words.say("in_progress") }),
      ]),
      element("span", { className: "says" }, words.level(level)),
    ]);
  }));
}

function drawNext({ times, words, today }) {
  const day = times.days.slice(today + 1).find((each) => each.best.length > 0);
  return day && element("div", {}, [
    element("p", { className: "next", text: words.say("next", { date: words.date(day.date) }) }),
    drawWindows({ times, words, day, windows: day.best, minute: -1 }),
  ]);
}

function drawReasons(words, day) {
  return day.reasons.length > 0 && element("span", { className: "reasons" }, day.reasons.map(
    (reason) => element("span", { className: "reason", text: words.texts.reasons[reason] }),
  ));
}

function drawOthers({ times, words, now, channels }) {
  if (times.otherChannels.length === 0) return null;
  const key = times.status === "written" ? "others_written" : "others";
  const levelNow = (key) => levelAt(channels.find((each) => each.channels.includes(key)), times.intervalMinutes, now);
  return element("p", { className: "others", text: `${words.say(key)}: ` }, [
    element("b", { text: words.others(times, levelNow) }),
    (times.replyDays || times.replyHours) && element("small", { text: words.say("reply_rests") }),
  ]);
}

/** The level of a live channel at this moment, where it has one. */
function levelAt(channel, intervalMinutes, now) {
  const day = channel?.days.find((each) => each.date === now.date);
  const level = day?.levels[cellAt({ times: channel.times, intervalMinutes }, now.minute)];
  return WAITING.includes(level) ? level : undefined;
}

/** Where customers can only write: when they are answered, and how to write. */
function drawReply({ times, words }) {
  return element("section", { className: "today" }, [
    element("p", { className: "reply", text: words.reply(times) }),
    element("p", { className: "others", text: `${words.say("ways")}: ` }, [
      element("b", { text: words.channels(times.channels) }),
    ]),
    drawOthers({ times, words, channels: [] }),
  ]);
}

function drawTable(view, days, picked) {
  const { times, words } = view;
  const heads = days.map((day, number) => drawDayHead(view, day, number !== picked));
  const rows = times.times.map((clock, row) => {
    const cells = days.map((day, number) => drawCell(view, day, { row, off: number !== picked }));
    const head = element("th", { scope: "row" }, [element("span", { text: clock })]);
    return element("tr", { className: minuteOf(clock) % 60 ? "" : "hour" }, [head, ...cells]);
  });
  const columns = days.map((_, number) => element("col", { className: number === picked ? "" : "off" }));
  return element("table", {}, [
    element("caption", { className: "sr", text: words.say("table") }),
    element("colgroup", {}, [element("col", { className: "times" }), ...columns]),
    element("thead", {}, [element("tr", {}, [
      element("th", { scope: "col" }, [element("span", { className: "sr", text: words.say("time") })]), ...heads,
    ])]),
    element("tbody", {}, rows),
  ]);
}

function drawDayHead({ words, now }, day, off) {
  const isToday = day.date === now.date;
  const why = day.reasons.map((reason) => words.texts.reasons[reason]).join(words.say("list"));
  return element("th", { scope: "col", className: `${isToday ? "is-today" : ""} ${off ? "off" : ""}` }, [
    isToday && element("span", { className: "mark", text: words.say("today_mark") }),
    element("span", { className: "day", text: words.date(day.date) }),
    why && element("span", { className: "why", text: why }),
  ]);
}

/** How a cell looks: its level, and whether it is over or going on. Equal neighbours are drawn as one block. */
function lookOf({ times, now }, day, row) {
  if (row < 0 || row >= times.times.length) return "";
  const first = minuteOf(times.times[row]);
  const end = first + times.intervalMinutes;
  const phase = day.date !== now.date || first > now.minute ? "" : end <= now.minute ? "is-past" : "is-now";
  return `${day.levels[row]} ${phase}`;
}

function drawCell(view, day, { row, off }) {
  const { times, words } = view;
  if (isClosed(day) && row > 0) return null;
  const look = lookOf(view, day, row);
  const same = lookOf(view, day, row - 1) === look ? "same" : "first";
  const last = lookOf(view, day, row + 1) === look ? "" : "last";
  const edges = isClosed(day) ? "" : `${same} ${last}`;
  const inside = words.level(day.levels[row]);
  if (look.endsWith("is-now")) inside.push(element("span", { className: "now-mark", text: words.say("now_mark") }));
  const cell = element("td", { className: `${look} ${edges} ${off ? "off" : ""}` }, [
    element("div", { className: "cell" }, inside.filter(Boolean)),
  ]);
  if (isClosed(day)) cell.rowSpan = times.times.length;
  return cell;
}

function drawLegend(words, days) {
  const hidden = days.some((day) => day.levels.includes("hidden"));
  const items = WAITING.map((level) => element("li", { className: level }, [
    element("b", { text: `${words.texts.signs[level]} ${words.texts.levels[level]} ` }), words.wait(level),
  ]));
  items.push(element("li", { className: "closed", text: `${words.texts.signs.closed} ${words.texts.levels.closed}` }));
  if (hidden) items.push(element("li", { className: "hidden", text: `${words.texts.signs.hidden} ${words.say("thin")}` }));
  return element("div", { className: "legend" }, [
    element("h4", { text: words.say("legend") }), element("ul", {}, items),
  ]);
}

function drawFacts({ times, words, now }) {
  const updated = wallClock(Date.parse(times.updated), times.zone);
  const closed = times.closedDays.filter((day) => day >= now.date).map((day) => words.date(day)).join(words.say("list"));
  const fact = (key, inside) => [element("dt", { text: words.say(key) }), element("dd", {}, inside)];
  const hours = hoursInWords(words, times.hours).map((text) => element("span", { text }));
  const written = times.status === "written";
  const about = !written && words.channels(times.channels);
  const moment = words.say("clock_date", { date: words.date(updated.date), time: clockOf(updated.minute) });
  return element("section", { className: "facts" }, [
    element("dl", {}, [
      ...(about ? fact("about", [about]) : []),
      ...fact(written ? "hours_written" : "hours", [element("div", { className: "spans" }, hours)]),
      ...(closed ? fact("closed_days", [closed]) : []),
      ...fact("updated", [element("time", { datetime: times.updated, text: moment }), ` (${words.texts.zones[times.zone] ?? times.zone})`]),
    ]),
    !written && element("p", { className: "disclaimer", text: words.say("disclaimer") }),
  ]);
}

customElements.define("tsunagari-widget", TsunagariWidget);
