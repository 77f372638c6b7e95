// The tail of the log. It follows the end until the user scrolls up, and shows the lines that have the words searched for.

import { choice } from './choice.js';
import { clock, count } from './format.js';

const MAX_LINES = 500;

export class Log {
  constructor() {
    this.element = document.getElementById('log');
    this.end = document.getElementById('log-end');
    this.search = document.getElementById('log-search');
    this.found = document.getElementById('log-found');
    this.follows = true;
    this.words = [];
    this.least = 4;
    this.element.addEventListener('scroll', () => this.follow(this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 8), { passive: true });
    this.end.addEventListener('click', () => {
      this.follow(true);
      this.scroll();
    });
    choice(document.getElementById('levels'), (least) => {
      this.least = { all: 4, warnings: 1, errors: 0 }[least];
      this.filter();
    });
    this.search.addEventListener('input', () => {
      this.words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.filter();
    });
    new ResizeObserver(() => this.scroll()).observe(this.element);
  }

  follow(follows) {
    this.follows = follows;
    this.end.hidden = follows;
  }

  clear() {
    this.element.replaceChildren();
    this.note();
  }

  // Lines of the program: number, time, severity, text.
  add(lines) {
    this.append(lines.slice(-MAX_LINES).map(([, time, level, message]) => this.line(time, level, message)));
  }

  // A line that was typed here, or what came of it; of no severity.
  echo(kind, text) {
    const line = this.line(Date.now(), '', text);
    line.dataset.kind = kind;
    this.follow(true);
    this.append([line]);
  }

  append(lines) {
    this.element.append(...lines);
    for (let over = this.element.childElementCount - MAX_LINES; over > 0; over--) this.element.firstChild.remove();
    this.note();
    this.scroll();
  }

  line(time, level, message) {
    const line = document.createElement('div');
    line.dataset.level = level;
    const stamp = document.createElement('time');
    stamp.textContent = clock(time);
    const text = document.createElement('span');
    text.textContent = message;
    line.append(stamp, text);
    line.hidden = !this.fits(line);
    return line;
  }

  fits(line) {
    const text = line.lastChild.textContent.toLowerCase();
    return line.dataset.level <= this.least && this.words.every((word) => text.includes(word));
  }

  filter() {
    for (const line of this.element.children) line.hidden = !this.fits(line);
    this.follow(true);
    this.note();
    this.scroll();
  }

  note() {
    const all = this.element.childElementCount;
    const isFiltered = this.words.length > 0 || this.least < 4;
    this.found.textContent = isFiltered ? `${count(all - this.element.querySelectorAll(':scope > [hidden]').length)} of ${count(all)}` : '';
  }

  scroll() {
    if (this.follows) this.element.scrollTop = this.element.scrollHeight;
  }
}
