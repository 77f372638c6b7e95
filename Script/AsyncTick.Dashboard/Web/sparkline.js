// The last values on a canvas with a scale: its upper end in words, an area, and if there is a limit, a rule at its height. The scale fits nearly
// all values; the few above it are cut off, marked, and the highest says how high it was.

import { fontOf, niceCeiling, penOf } from './canvas.js';
import { plainly } from './format.js';

const LENGTH = 120;
const GUTTER = 34;

// The upper end of the scale: the limit when the values come near it, and nine tenths of the values with some room.
export function scaleOf(values, limit = 0) {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (!sorted.length) return limit || 1;
  const most = sorted.at(-1), usual = sorted[Math.floor((sorted.length - 1) * 0.9)];
  return niceCeiling(Math.max(Math.min(most, usual * 1.5), limit > 0 && most > limit / 3 ? limit * 1.25 : 0));
}

export class SparkLine {
  constructor(canvas, { unit, name }) {
    this.canvas = canvas;
    this.unit = unit;
    this.name = name;
    this.values = [];
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  push(value, limit = 0) {
    this.values.push(value);
    if (this.values.length > LENGTH) this.values.shift();
    this.limit = limit;
    this.top = scaleOf(this.values, limit);
    this.most = Math.max(0, ...this.values);
    const { canvas } = this;
    canvas.dataset.top = String(this.top);
    canvas.title = `${this.name}, last 30 seconds. Scale to ${this.words(this.top)}${limit > 0 ? `, dashed rule: budget of ${this.words(limit)}` : ''}. Most: ${this.words(this.most)}.`;
    canvas.setAttribute('aria-label', canvas.title);
    this.draw();
  }

  words(value) {
    return this.unit === 'time' ? plainly(value) : String(value);
  }

  draw() {
    const { canvas, values, limit, top } = this;
    const sheet = values.length ? penOf(canvas) : null;
    if (!sheet) return;
    const { pen, width, height, ink } = sheet;
    const isOver = limit > 0 && values.slice(-8).some((value) => value > limit);
    const color = ink(isOver ? '--warn' : '--accent');
    const y = (value) => height - 3.5 - (Math.min(value, top) / top) * (height - 9);
    const x = (index) => width - 3 - (values.length - 1 - index) * ((width - GUTTER - 4) / (LENGTH - 1));
    const rule = (at, dash) => {
      pen.setLineDash(dash);
      pen.beginPath();
      pen.moveTo(GUTTER, Math.round(at) + 0.5);
      pen.lineTo(width, Math.round(at) + 0.5);
      pen.stroke();
      pen.setLineDash([]);
    };

    pen.lineWidth = 1;
    pen.strokeStyle = ink('--line');
    rule(y(top), []);
    rule(y(0), []);
    if (limit > 0 && limit <= top) {
      pen.strokeStyle = ink('--faint');
      rule(y(limit), [3, 3]);
    }
    pen.font = fontOf(9.5);
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    pen.fillStyle = ink('--faint');
    pen.fillText(this.words(top), GUTTER - 4, y(top) + 1);
    pen.fillText('0', GUTTER - 4, y(0) - 1);
    if (values.length < 2) return;

    pen.beginPath();
    values.forEach((value, index) => pen.lineTo(x(index), y(value)));
    pen.strokeStyle = color;
    pen.lineWidth = 1.3;
    pen.lineJoin = 'round';
    pen.stroke();
    pen.lineTo(x(values.length - 1), y(0));
    pen.lineTo(x(0), y(0));
    pen.globalAlpha = 0.12;
    pen.fillStyle = color;
    pen.fill();
    pen.globalAlpha = 1;
    this.drawCut(pen, x, y, ink('--bad'), ink('--panel'), width);
    pen.fillStyle = color;
    pen.beginPath();
    pen.arc(x(values.length - 1), y(values.at(-1)), 1.8, 0, 7);
    pen.fill();
  }

  // What does not fit the scale: a mark at the upper edge for each, and the highest in words.
  drawCut(pen, x, y, color, ground, width) {
    const { values, top, most } = this;
    if (most <= top) return;
    pen.fillStyle = color;
    values.forEach((value, index) => value > top && pen.fillRect(x(index) - 1, y(top) - 3, 2, 5));
    const text = this.words(most);
    const length = pen.measureText(text).width;
    const at = x(values.indexOf(most));
    const left = at + length + 8 < width ? at + 4 : at - length - 4;
    pen.textAlign = 'left';
    pen.fillStyle = ground;
    pen.fillRect(left - 2, y(top) - 4, length + 4, 11);
    pen.fillStyle = color;
    pen.fillText(text, left, y(top) + 2);
  }
}
