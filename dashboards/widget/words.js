// Words, clocks and dates of the widget. `publish` puts them before tsunagari-widget.js, into the same file.

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const minuteOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The wall clock of a zone at an instant: ISO date and minutes since midnight, whatever the browser's zone. */
function wallClock(instant, zone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { date: `${part.year}-${part.month}-${part.day}`, minute: Number(part.hour) * 60 + Number(part.minute) };
}

/** Words in one language for the values of best-times.json. */
class Words {
  constructor(texts, levelEnds) {
    this.texts = texts;
    this.levelEnds = levelEnds;
  }

  say(key, values = {}) { return fill(this.texts[key], values); }

  date(iso, pattern = "date") {
    const [year, month, day] = iso.split("-").map(Number);
    const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
    return this.say(pattern, {
      month: this.texts.months[month - 1], month_number: month, day, weekday: this.texts.weekdays[weekday],
    });
  }

  weekday(iso) { return this.texts.weekdays[(new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7]; }

  span([first, end]) { return this.say("span", { first, end }); }

  duration(seconds) {
    return seconds % 60 ? this.say("seconds", { n: seconds }) : this.say("minutes", { n: seconds / 60 });
  }

  wait(level) {
    const [first, second, third] = this.levelEnds;
    if (level === "easy") return this.say("under", { end: this.duration(first) });
    if (level === "fairly_easy") return this.say("within", { end: this.duration(second) });
    if (level === "very_busy") return this.say("over", { first: this.duration(third) });
    if (level !== "busy") return "";
    if (second % 60 && third % 60) return this.say("between_seconds", { first: second, end: third });
    if (second % 60 || third % 60) {
      return this.say("between", { first: this.duration(second), end: this.duration(third) });
    }
    return this.say("between_minutes", { first: second / 60, end: third / 60 });
  }

  title({ status, channels, more }) {
    if (status === "written") return this.say("title_written");
    return this.say(channels.includes("phone") && !more?.length ? "title" : "title_live");
  }

  channels(keys) { return keys.map((key) => this.texts.channels[key]).join(this.say("list")); }

  /** Other channels, with the time to a reply where it is known, or how easily a live one is reached now. */
  others({ otherChannels, replyDays = {}, replyHours = {} }, levelNow) {
    return otherChannels.map((key) => {
      const level = levelNow(key);
      const told = key in replyHours ? this.inHours("reply_hours", replyHours[key])
        : key in replyDays ? this.inDays("reply_days", replyDays[key])
        : level && this.say("now_level", { text: `${this.texts.signs[level]} ${this.texts.levels[level]}` });
      return this.texts.channels[key] + (told ? this.say("in_brackets", { text: told }) : "");
    }).join(this.say("list"));
  }

  /** Texts for 0, 1 and more business days. */
  inDays(key, n) { return fill(this.texts[key][Math.min(n, 2)], { n }); }

  /** Texts for 1 and other business hours. */
  inHours(key, n) { return fill(this.texts[key][n === 1 ? 0 : 1], { n }); }

  /** When somebody who writes is answered: within business hours where they are told, else within business days. */
  reply({ replyWithinHours, replyWithinDays, replyLatestDays }) {
    if (replyWithinHours) {
      const within = this.inHours("reply_within_hours", replyWithinHours);
      return this.say("reply_latest", { within, latest: this.inDays("latest_in_full", replyLatestDays) });
    }
    const within = this.inDays("reply_within", replyWithinDays);
    if (replyLatestDays === replyWithinDays) return this.say("reply", { within });
    const latest = this.inDays(replyWithinDays ? "latest_days" : "latest_in_full", replyLatestDays);
    return this.say("reply_latest", { within, latest });
  }

  /** Sign and word, always together, and the wait where the level has one. */
  level(level) {
    const wait = this.wait(level);
    return [
      element("span", { className: "sign", text: this.texts.signs[level] }),
      element("span", { className: "text", text: this.texts.levels[level] }),
      wait && element("span", { className: "wait", text: this.say("in_brackets", { text: wait }) }),
    ];
  }
}

/** Weekdays with the same hours are said together: 月〜金 10:00〜18:00. */
function hoursInWords(words, hours) {
  const groups = [];
  hours.forEach((spans, weekday) => {
    const said = spans.map((span) => words.span(span)).join(words.say("list")) || words.say("closed_weekday");
    const last = groups.at(-1);
    if (last?.said === said) last.end = weekday;
    else groups.push({ first: weekday, end: weekday, said });
  });
  const name = (weekday) => words.texts.weekdays[weekday];
  return groups.map(({ first, end, said }) => `${first === end ? name(first) : words.span([name(first), name(end)])} ${said}`);
}

