// The tail of the log. It follows the end until the user scrolls up.

import { choice } from './choice.js';
import { clock } from './format.js';

const MAX_LINES = 300;

export class Log {
  constructor() {
    this.element = document.getElementById('log');
    this.end = document.getElementById('log-end');
    this.follows = true;
    this.element.addEventListener('scroll', () => this.follow(this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 8), { passive: true });
    this.end.addEventListener('click', () => {
      this.follow(true);
      this.scroll();
    });
    choice(document.getElementById('levels'), (least) => {
      this.element.dataset.least = least;
      this.scroll();
    });
    new ResizeObserver(() => this.scroll()).observe(this.element);
  }

  follow(follows) {
    this.follows = follows;
    this.end.hidden = follows;
  }

  clear() {
    this.element.replaceChildren();
  }

  add(lines) {
    const part = document.createDocumentFragment();
    for (const [, time, level, message] of lines.slice(-MAX_LINES)) {
      const line = document.createElement('div');
      line.dataset.level = level;
      const stamp = document.createElement('time');
      stamp.textContent = clock(time);
      const text = document.createElement('span');
      text.textContent = message;
      line.append(stamp, text);
      part.append(line);
    }
    this.element.append(part);
    for (let over = this.element.childElementCount - MAX_LINES; over > 0; over--) this.element.firstChild.remove();
    this.scroll();
  }

  scroll() {
    if (this.follows) this.element.scrollTop = this.element.scrollHeight;
  }
}
